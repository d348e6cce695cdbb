"""Tell every organization of trouble that is the server's own."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from brasa.actions.announce import notify
from brasa.actions.unit import Work
from brasa.store import due, organizations


class Trouble(StrEnum):
    """What makes the whole server late; its value is the code of the notification, and with
    `_over` behind it that of the end."""

    TICK_OVERRAN = "tick_overran"
    SENDS_LATE = "sends_late"


TEXTS = {
    Trouble.TICK_OVERRAN: "O servidor está sobrecarregado: um ciclo levou {seconds} s",
    Trouble.SENDS_LATE: "Envios atrasados: {n} mensagens esperam, a mais antiga há {seconds} s",
}
TEXTS_OVER = {
    Trouble.TICK_OVERRAN: "O servidor voltou ao ritmo normal",
    Trouble.SENDS_LATE: "Os envios estão em dia de novo",
}


class Alarming:
    """The alarm's side of the store."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def overdue(self, now: datetime) -> tuple[datetime | None, int]:
        """Since when the oldest message waits that should have been sent, and how many do."""
        async with self._work.database.read() as connection:
            return await due.overdue(connection, now)

    async def tell(
        self,
        begun: Mapping[Trouble, dict[str, object]],
        over: Collection[Trouble],
        now: datetime,
    ) -> None:
        """A warning for what has begun, with its values; good news for what is over."""
        async with self._work.unit() as unit:
            for one in await organizations.all_of_them(unit.connection):
                to, language = one.organization_id, one.language
                for trouble, values in begun.items():
                    code, text = trouble.value, TEXTS[trouble]
                    notify(unit, to, "warning", code, text, language, now, values, **values)
                for trouble in over:
                    code, text = f"{trouble.value}_over", TEXTS_OVER[trouble]
                    notify(unit, to, "success", code, text, language, now)
