"""Campaign logs on the server's console, as the client guide shows them."""

from collections.abc import Sequence

import msgspec
import structlog

from brasa.bus.base import Envelope
from brasa.domain.events import EVENT_NAMES, CampaignLogData

log = structlog.get_logger()

_NAME = EVENT_NAMES[CampaignLogData]
_decode = msgspec.json.Decoder(CampaignLogData).decode


def print_campaign_logs(envelopes: Sequence[Envelope]) -> None:
    """A listener of the bus: `[LEVEL] campaign [session]: message`."""
    for envelope in envelopes:
        if envelope.event == _NAME:
            log.info(line_of(_decode(envelope.payload)), line=True)


def line_of(entry: CampaignLogData) -> str:
    """One campaign log as a line."""
    session = f" [{entry.session_name}]" if entry.session_name else ""
    return f"[{entry.level.upper()}] {entry.campaign_name}{session}: {entry.message}"
