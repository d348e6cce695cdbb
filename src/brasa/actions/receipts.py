"""Apply what providers report: receipts move executions on, opt-outs suppress.

Receipts may be late, repeated and out of order. They never move an execution backwards, except
to failed after sent.
"""

from collections.abc import Sequence

import msgspec

from brasa.actions.announce import execution_log
from brasa.actions.foreign import as_id
from brasa.actions.heeding import heed
from brasa.actions.inbound import receive
from brasa.actions.progress import count_news, next_news
from brasa.actions.unit import Unit, Work
from brasa.channels.base import Event, Inbound, Receipt, ReceiptStatus
from brasa.channels.outcome import SendError
from brasa.domain.execution import ExecutionState as State
from brasa.i18n import translate
from brasa.store.attempts import attempts_of
from brasa.store.ledger import Ledger
from brasa.store.receipts import News, Reported, apply_news, reported

# News that names no message known here may be of one whose own sending is not yet written down.
# It is kept so long (seconds), and not more of it than so many.
EARLY_FOR = 30.0
MOST_EARLY = 10_000


class Receipts:
    """The sink of every channel."""

    def __init__(self, work: Work, opt_out_words: Sequence[str]) -> None:
        self._work = work
        self._words = opt_out_words
        # With the monotonic second in which each came.
        self._early: list[tuple[Receipt, float]] = []

    async def apply(self, events: Sequence[Event]) -> None:
        """Apply a batch of news in one transaction."""
        present = self._work.clock.monotonic()
        waited, self._early = self._early, []
        came = [(event, present) for event in events if isinstance(event, Receipt)]
        try:
            early = await self._work.transact(
                lambda unit: self._apply(unit, [*waited, *came], events, present)
            )
        except BaseException:
            # The caller brings its events again; what had waited here nobody else knows.
            self._early = [*waited, *self._early]
            raise
        self._early = [*early, *self._early][-MOST_EARLY:]

    @property
    def early(self) -> int:
        """How much news waits for its message to be written down."""
        return len(self._early)

    async def _apply(
        self,
        unit: Unit,
        receipts: Sequence[tuple[Receipt, float]],
        events: Sequence[Event],
        present: float,
    ) -> list[tuple[Receipt, float]]:
        early = await self._apply_receipts(unit, receipts, present)
        for event in events:
            if isinstance(event, Inbound):
                await receive(unit, event, self._words)
        return early

    async def _apply_receipts(
        self, unit: Unit, receipts: Sequence[tuple[Receipt, float]], present: float
    ) -> list[tuple[Receipt, float]]:
        """Apply in the order of the news; what comes too early is returned."""
        if not receipts:
            return []
        rows = await reported(
            unit.connection,
            {(id_, r.provider_id) for r, _ in receipts if (id_ := as_id(r.session_id)) is not None},
            {id_ for r, _ in receipts if (id_ := _execution_id(r)) is not None},
        )
        by_id = {row.moving.id: row for row in rows}
        by_provider = {(str(r.moving.session_id), r.provider_id): r.moving.id for r in rows}
        early: list[tuple[Receipt, float]] = []
        final: dict[int, tuple[News, Receipt]] = {}
        seen: dict[int, Reported] = dict(by_id)
        for receipt, since in receipts:
            id_ = by_provider.get((receipt.session_id or "", receipt.provider_id))
            id_ = _execution_id(receipt) if id_ is None else id_
            row = None if id_ is None else seen.get(id_)
            if id_ is None or row is None or not _is_of_its_session(receipt, row):
                if present - since < EARLY_FOR and receipt.session_id is not None:
                    early.append((receipt, since))
                continue
            if _is_of_another_try(receipt, row):
                continue
            if row.state is State.SENDING:
                early.append((receipt, since))
                continue
            news = next_news(row, receipt)
            if news is not None:
                final[id_] = (news, receipt)
                seen[id_] = _after(row, news)
        await self._write(unit, by_id, final)
        return early

    async def _write(
        self, unit: Unit, before: dict[int, Reported], final: dict[int, tuple[News, Receipt]]
    ) -> None:
        if not final:
            return
        rows = [before[id_] for id_ in final]
        attempts = await attempts_of(unit.connection, [row.moving for row in rows])
        news = [
            _in_words(final[row.moving.id][0], row, attempt.campaign.language)
            for row, attempt in zip(rows, attempts, strict=True)
        ]
        moved = await apply_news(unit.connection, news)
        ledger, now = Ledger(), self._work.clock.now()
        for row, attempt, item in zip(rows, attempts, news, strict=True):
            if item.id not in moved:
                continue
            receipt = final[item.id][1]
            count_news(ledger, attempt, row, item, now)
            told = msgspec.structs.replace(attempt, content=row.content)
            unit.tell(execution_log(told, item.state, now, row.executed_at, item.error))
            if item.state is State.FAILED:
                await heed(unit, ledger, attempt, _as_error(receipt), now)
        await ledger.write(unit.connection)


def _execution_id(receipt: Receipt) -> int | None:
    """The idempotency key is `<execution>-<attempt>`, see engine/lane.py."""
    return as_id((receipt.idempotency_key or "").partition("-")[0])


def _is_of_its_session(receipt: Receipt, row: Reported) -> bool:
    """A key alone could name the execution of another organization."""
    return receipt.session_id in (None, str(row.moving.session_id))


def _is_of_another_try(receipt: Receipt, row: Reported) -> bool:
    """Whether it tells of the failure of a try which is not the last one any more."""
    _, _, attempt = (receipt.idempotency_key or "").partition("-")
    failed = receipt.status is ReceiptStatus.FAILED
    return failed and attempt not in ("", str(row.moving.attempt))


def _as_error(receipt: Receipt) -> SendError:
    code = receipt.code or "failed"
    return SendError(
        receipt.message or code, code=code, scope=receipt.scope, opt_out=receipt.opt_out
    )


def _in_words(news: News, row: Reported, language: str) -> News:
    """The news from where the execution stands in the store; Brasa's own words in `language`."""
    message = news.error_message and translate(news.error_message, language)
    return msgspec.structs.replace(news, leaving=row.state, error_message=message)


def _after(row: Reported, news: News) -> Reported:
    return msgspec.structs.replace(
        row, state=news.state, delivered_at=news.delivered_at, finished_at=news.finished_at
    )
