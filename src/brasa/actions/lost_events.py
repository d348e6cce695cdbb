"""Tell dashboards to look again when live events had to be given up."""

from datetime import datetime

from brasa.actions.announce import notify
from brasa.actions.unit import Work
from brasa.bus.valkey import ValkeyBus
from brasa.store import organizations


class LostEvents:
    """Watches what the bus has dropped while Valkey was away for too long."""

    name = "lost_events"

    def __init__(self, work: Work, bus: ValkeyBus) -> None:
        self._work = work
        self._bus = bus

    async def run_once(self, now: datetime) -> dict[str, int]:
        """Say so to the organizations concerned, once events come through again."""
        if not self._bus.available:
            return {"organizations": 0}
        concerned = self._bus.take_dropped_for()
        if not concerned:
            return {"organizations": 0}
        async with self._work.unit() as unit:
            for organization in await organizations.all_of_them(unit.connection):
                if organization.organization_id in concerned:
                    notify(
                        unit,
                        organization.organization_id,
                        "warning",
                        "bus_restored",
                        "O tempo real voltou: atualize o painel",
                        organization.language,
                        now,
                    )
        return {"organizations": len(concerned)}
