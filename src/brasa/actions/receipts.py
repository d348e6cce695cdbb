"""Apply what providers report: receipts move executions on, opt-outs suppress.

Receipts may be late, repeated and out of order. They never move an execution backwards, except
to failed after sent.
"""

from collections.abc import Sequence

import msgspec

from brasa.actions.announce import execution_log
from brasa.actions.inbound import receive
from brasa.actions.progress import count_news, next_news
from brasa.actions.unit import Unit, Work
from brasa.channels.base import NOT_TAKEN, Event, Inbound, Receipt
from brasa.domain.execution import ExecutionState as State
from brasa.store.attempts import attempts_of
from brasa.store.ledger import Ledger
from brasa.store.receipts import News, Reported, apply_news, reported


class Receipts:
    """The sink of every channel."""

    def __init__(self, work: Work, opt_out_words: Sequence[str]) -> None:
        self._work = work
        self._words = opt_out_words
        # News of a message whose own sending is not yet written down; it comes right after.
        self._early: list[Receipt] = []

    async def apply(self, events: Sequence[Event]) -> None:
        """Apply a batch of news in one transaction."""
        receipts = [*self._early, *(event for event in events if isinstance(event, Receipt))]
        self._early = []
        async with self._work.unit() as unit:
            early = await self._apply_receipts(unit, receipts)
            for event in events:
                if isinstance(event, Inbound):
                    await receive(unit, event, self._words)
        self._early.extend(early)

    @property
    def early(self) -> int:
        """How much news waits for its message to be written down."""
        return len(self._early)

    async def _apply_receipts(self, unit: Unit, receipts: Sequence[Receipt]) -> list[Receipt]:
        """Apply in the order of the news; what concerns a message still in flight is returned."""
        if not receipts:
            return []
        rows = await reported(
            unit.connection,
            {(int(r.session_id), r.provider_id) for r in receipts if r.session_id},
            {id_ for r in receipts if (id_ := _execution_id(r)) is not None},
        )
        by_id = {row.moving.id: row for row in rows}
        by_provider = {(str(r.moving.session_id), r.provider_id): r.moving.id for r in rows}
        early: list[Receipt] = []
        final: dict[int, News] = {}
        seen: dict[int, Reported] = dict(by_id)
        for receipt in receipts:
            id_ = by_provider.get((receipt.session_id or "", receipt.provider_id))
            id_ = _execution_id(receipt) if id_ is None else id_
            if id_ is None or id_ not in seen:
                continue
            if _denies_another_try(receipt, by_id[id_]):
                continue
            if by_id[id_].state in (State.LEASED, State.SENDING):
                early.append(receipt)
                continue
            news = next_news(seen[id_], receipt)
            if news is not None:
                final[id_] = news
                seen[id_] = _after(seen[id_], news)
        await self._write(unit, by_id, final)
        return early

    async def _write(self, unit: Unit, before: dict[int, Reported], final: dict[int, News]) -> None:
        news = [msgspec.structs.replace(n, leaving=before[id_].state) for id_, n in final.items()]
        moved = await apply_news(unit.connection, news)
        rows = [before[item.id] for item in news if item.id in moved]
        attempts = await attempts_of(unit.connection, [row.moving for row in rows])
        ledger, now = Ledger(), self._work.clock.now()
        for row, attempt in zip(rows, attempts, strict=True):
            item = final[row.moving.id]
            count_news(ledger, attempt, row, item, now)
            error = (item.error_code, item.error_message or "") if item.error_code else None
            told = msgspec.structs.replace(attempt, content=row.content)
            event = execution_log(told, item.state, now, row.executed_at, error)
            unit.say(row.moving.organization_id, event)
        await ledger.write(unit.connection)


def _execution_id(receipt: Receipt) -> int | None:
    """The idempotency key is `<execution>-<attempt>`, see engine/lane.py."""
    id_, _, _ = (receipt.idempotency_key or "").partition("-")
    return int(id_) if id_.isdecimal() else None


def _denies_another_try(receipt: Receipt, row: Reported) -> bool:
    """Whether it says that the provider never took a try which is not the last one any more."""
    _, _, attempt = (receipt.idempotency_key or "").partition("-")
    return receipt.code == NOT_TAKEN and attempt not in ("", str(row.moving.attempt))


def _after(row: Reported, news: News) -> Reported:
    return msgspec.structs.replace(
        row, state=news.state, delivered_at=news.delivered_at, finished_at=news.finished_at
    )
