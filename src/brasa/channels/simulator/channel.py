"""The simulator: a provider inside the process, whose chance can be repeated."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from brasa.channels.base import (
    NOT_TAKEN,
    ChannelContext,
    Connection,
    Event,
    Lookup,
    Message,
    Receipt,
    ReceiptStatus,
    WebhookRequest,
)
from brasa.channels.outcome import Accepted, Outcome, SendError, Unknown
from brasa.channels.sending import send_in_order
from brasa.channels.simulator.failures import FAILURES
from brasa.channels.simulator.fate import Fate, decide
from brasa.channels.simulator.model import Model, SimulatorSettings
from brasa.channels.simulator.news import event_of, latest, provider_id
from brasa.channels.simulator.timer import EventTimer

# How many timed-out messages are remembered for the look-up; the oldest are forgotten.
_REMEMBERED = 100_000


class SimulatorChannel:
    """Sends to nobody; answers, fails and reports as `Model` says."""

    def __init__(self, settings: SimulatorSettings, context: ChannelContext) -> None:
        self.limits = settings.limits
        self._clock = context.clock
        self._seed = context.seed if settings.seed is None else settings.seed
        self._model = settings.model
        self._models = settings.models()
        self._timer = EventTimer(context.clock, context.sink)
        self._timed_out: dict[tuple[str, str], bool] = {}

    async def start(self) -> None:
        """Begin to hand over receipts."""
        await self._timer.start()

    async def close(self) -> None:
        """Stop; receipts still on their way are lost, and told by `lookup`."""
        await self._timer.close()

    async def send(self, message: Message) -> Accepted:
        """Hand over one message, after its latency. Raises SendError or Unknown."""
        fate = self._fate(message.session_id, message.sender, message.idempotency_key)
        if fate.wait:
            await self._clock.sleep(fate.wait)
        outcome = self._settle(message, fate, self._clock.now())
        if isinstance(outcome, Accepted):
            return outcome
        raise outcome

    async def send_many(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand over a batch; where nothing waits, in one step and without a task."""
        fates = [self._fate(m.session_id, m.sender, m.idempotency_key) for m in messages]
        if any(fate.wait for fate in fates):
            return await send_in_order(self.send, messages)
        now = self._clock.now()
        return [
            self._settle(message, fate, now) for message, fate in zip(messages, fates, strict=True)
        ]

    def parse_webhook(self, request: WebhookRequest) -> list[Event]:
        """The simulator uses the sink; nobody calls back."""
        return []

    async def check(self) -> Connection:
        """Always connected."""
        return Connection(connected=True)

    async def lookup(self, lookup: Lookup) -> Receipt | None:
        """What became of a message by now, by the same pure function that decided it.

        An accepted message (`provider_id` known) is told after a restart too. One whose answer
        never came is told only by the process that sent it: another one cannot know whether it
        was ever handed over.
        """
        if lookup.provider_id is None:
            taken = self._timed_out.get((lookup.session_id, lookup.idempotency_key))
            if not taken:
                return None if taken is None else self._not_taken(lookup)
        fate = self._fate(lookup.session_id, lookup.sender, lookup.idempotency_key)
        return latest(lookup, fate, self._clock.now())

    def _fate(self, session_id: str, sender: str, idempotency_key: str) -> Fate:
        return decide(self._model_of(session_id, sender), self._seed, session_id, idempotency_key)

    def _model_of(self, session_id: str, sender: str) -> Model:
        return self._models.get(session_id) or self._models.get(sender) or self._model

    def _settle(self, message: Message, fate: Fate, now: datetime) -> Outcome:
        if fate.failure is not None:
            return self._refusal(fate.failure)
        for after, step in fate.steps:
            at = now + timedelta(seconds=after)
            model = self._model_of(message.session_id, message.sender)
            self._timer.add(after, event_of(step, message, at, model.opt_out_text))
        if fate.timed_out:
            return self._time_out(message, fate.taken)
        return Accepted(provider_id(message.idempotency_key))

    def _refusal(self, code: str) -> SendError:
        return FAILURES[code].error(code)

    def _time_out(self, message: Message, taken: bool) -> Unknown:
        if len(self._timed_out) >= _REMEMBERED:
            self._timed_out.pop(next(iter(self._timed_out)))
        self._timed_out[message.session_id, message.idempotency_key] = taken
        return Unknown("O provedor não respondeu a tempo", code="timeout")

    def _not_taken(self, lookup: Lookup) -> Receipt:
        return Receipt(
            provider_id=provider_id(lookup.idempotency_key),
            status=ReceiptStatus.FAILED,
            at=self._clock.now(),
            session_id=lookup.session_id,
            idempotency_key=lookup.idempotency_key,
            code=NOT_TAKEN,
            message="O provedor não recebeu a mensagem",
        )


def create(settings: SimulatorSettings, context: ChannelContext) -> SimulatorChannel:
    """The factory the registry knows."""
    return SimulatorChannel(settings, context)
