"""What `/readyz` asks of this process besides the store."""

from collections.abc import Mapping

from brasa.api.readiness import Check
from brasa.config import Config
from brasa.server.form import Form
from brasa.server.observe import Metrics


def checks_of(config: Config, form: Form, metrics: Metrics) -> Mapping[str, Check]:
    """The checks by name; a gateway has no engine to ask for."""
    if config.role == "gateway":
        return form.checks
    return {**form.checks, "engine": _ticking(metrics, config.tick_seconds)}


def _ticking(metrics: Metrics, tick: float) -> Check:
    """Whether the engine has ticked lately; two ticks may be missed before it is said."""

    async def check() -> bool:
        seconds = metrics.seconds_since_tick
        return seconds is not None and seconds < 3 * tick

    return check
