"""Write a batch of past executions, and count those that were not known yet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from brasa.actions.history.counting import count
from brasa.actions.history.keys import slot_of, step_of
from brasa.actions.history.rows import PastExecution
from brasa.domain.execution import ExecutionType
from brasa.store import contacts, history, suppressions
from brasa.store.contacts import StoredContact
from brasa.store.database import Connection
from brasa.store.ledger import Ledger
from brasa.store.organizations import Organization

Move = Callable[[PastExecution], PastExecution]


class Recorder:
    """Records one file; `move` changes the times that are stored, never the keys."""

    def __init__(
        self,
        organization: Organization,
        session_ids: Mapping[str, int],
        campaign_ids: Mapping[str, int],
        now: datetime,
        move: Move | None,
    ) -> None:
        self._organization = organization
        self._zone = ZoneInfo(organization.timezone)
        self._session_ids = session_ids
        self._campaign_ids = campaign_ids
        self._now = now
        self._move = move
        # The local days on which something new was sent.
        self.days: set[date] = set()

    async def record(self, connection: Connection, batch: Sequence[PastExecution]) -> int:
        """Write what is not there yet, with its counters, in the caller's transaction; how many
        that were."""
        contact_ids = await self._contacts(connection, batch)
        by_key: dict[history.Key, tuple[PastExecution, dict[str, Any]]] = {}
        for past in batch:
            row = self._row(past, contact_ids)
            by_key.setdefault(history.key_of(row), (past, row))
        written = await history.insert_missing(connection, [row for _, row in by_key.values()])
        new = [(self._moved(by_key[key][0]), by_key[key][1]) for key in by_key if key in written]
        await self._count(connection, new)
        return len(new)

    def _moved(self, past: PastExecution) -> PastExecution:
        return self._move(past) if self._move else past

    async def _contacts(
        self, connection: Connection, batch: Sequence[PastExecution]
    ) -> dict[str, int]:
        """Ids by phone; who is not known is made a contact without consent."""
        names = {past.phone: past.name for past in batch if past.phone}
        organization_id = self._organization.organization_id
        known = await contacts.ids_by_phone(connection, organization_id, names)
        missing = [
            StoredContact(phone, name) for phone, name in names.items() if phone not in known
        ]
        if not missing:
            return known
        await contacts.save_phones(connection, organization_id, missing, self._now)
        return await contacts.ids_by_phone(connection, organization_id, names)

    def _row(self, past: PastExecution, contact_ids: Mapping[str, int]) -> dict[str, Any]:
        moved = self._moved(past)
        external = past.type is ExecutionType.EXTERNAL
        return {
            "organization_id": self._organization.organization_id,
            "campaign_id": self._campaign_ids[past.campaign],
            "type": past.type,
            "state": past.state,
            "step": step_of(past) if external else 0,
            "slot": None if external else slot_of(past),
            "session_id": self._session_ids[past.session],
            "to_session_id": None if external else self._session_ids[past.to_session],
            "contact_id": contact_ids[past.phone] if external else None,
            "attempt": 1,
            "scheduled_at": moved.sent_at,
            "executed_at": moved.sent_at,
            "delivered_at": moved.delivered_at,
            "read_at": moved.read_at,
            # No receipt will come any more: it counts in health as it stands.
            "finished_at": moved.delivered_at or moved.read_at or moved.sent_at,
            "error_code": past.error_code,
        }

    async def _count(
        self, connection: Connection, new: Sequence[tuple[PastExecution, dict[str, Any]]]
    ) -> None:
        ledger = Ledger()
        for past, row in sorted(new, key=lambda one: one[0].sent_at):
            count(ledger, past, row, self._zone)
            self.days.add(row["executed_at"].astimezone(self._zone).date())
        await ledger.write(connection)
        external = [(past, row) for past, row in new if past.phone]
        organization_id = self._organization.organization_id
        await history.add_recipients(
            connection, organization_id, [row for _, row in external], self._now
        )
        for past, row in external:
            if past.opted_out:
                await suppressions.add(
                    connection, organization_id, past.phone, "history", row["finished_at"]
                )
