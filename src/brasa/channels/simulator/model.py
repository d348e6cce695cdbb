"""What can be set about simulated delivery; docs/channels.md explains the model."""

from typing import Annotated, Any

import msgspec

from brasa.channels.base import Limits
from brasa.channels.simulator.failures import FAILURES

Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]
Positive = Annotated[float, msgspec.Meta(ge=0)]


class Delay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A log-normal wait: half of them are shorter than `median` seconds; `sigma` is its spread.

    A median of 0 is no wait at all.
    """

    median: Positive
    sigma: Positive = 0.5


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one session's messages fare. Probabilities are 0..1, weights relative, waits seconds.

    `timeout` of the messages end unknown after `timeout_after`, `timeout_taken` of those having
    been taken all the same. Of the rest, `acceptance` are taken; the others fail with a code of
    `failures`, drawn by weight. Of those taken, `delivery` arrive and `read` of these are read;
    of those that do not arrive, `silence` are never heard of again. `opt_out` of the delivered
    are answered with `opt_out_text`. `duplicate` and `out_of_order` disturb the receipts.
    """

    latency: Delay = Delay(0.3, 0.4)
    timeout: Probability = 0.001
    timeout_taken: Probability = 0.5
    timeout_after: Positive = 10.0
    acceptance: Probability = 0.98
    failures: dict[str, Positive] = msgspec.field(
        default_factory=lambda: {"131026": 12.0, "130429": 4.0, "131049": 3.0, "131050": 1.0}
    )
    delivery: Probability = 0.95
    delivery_delay: Delay = Delay(2.0, 0.6)
    silence: Probability = 0.2
    read: Probability = 0.6
    read_delay: Delay = Delay(30.0, 1.0)
    opt_out: Probability = 0.005
    opt_out_delay: Delay = Delay(60.0, 0.8)
    opt_out_text: str = "SAIR"
    duplicate: Probability = 0.02
    out_of_order: Probability = 0.02

    def __post_init__(self) -> None:
        if unknown := self.failures.keys() - FAILURES.keys():
            raise ValueError(f"Unknown code {', '.join(unknown)}, one of {', '.join(FAILURES)}")
        if self.acceptance < 1 and sum(self.failures.values()) <= 0:
            raise ValueError("uma falha com peso acima de 0, pois acceptance é menor que 1")


class SimulatorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model of every session, and what differs in `sessions`, by session id or sender name.

    `seed` replaces the run's own, so that one simulator can be repeated by itself.
    """

    model: Model = Model()
    sessions: dict[str, dict[str, Any]] = {}
    limits: Limits = Limits(messages_per_second=80.0)
    seed: int | None = None

    def __post_init__(self) -> None:
        self.models()

    def models(self) -> dict[str, Model]:
        """The model of each session named in `sessions`. Raises ValueError naming the field."""
        return {name: self._changed(name, changes) for name, changes in self.sessions.items()}

    def _changed(self, name: str, changes: dict[str, Any]) -> Model:
        try:
            return msgspec.convert(msgspec.to_builtins(self.model) | changes, Model)
        except msgspec.ValidationError as error:
            text, _, path = str(error).partition(" - at `$")
            raise ValueError(f"{text} - at `$.sessions.{name}{path.rstrip('`')}`") from None
