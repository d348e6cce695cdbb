"""What people call statuses, states and actions; the codes stay as they are in every language."""

from collections.abc import Sequence

from brasa.domain.campaign import CampaignAction, CampaignStatus
from brasa.domain.session import SessionState
from brasa.i18n import Text

STATUS = {
    CampaignStatus.ACTIVE: Text("ativa"),
    CampaignStatus.WAITING: Text("aguardando"),
    CampaignStatus.PAUSED: Text("pausada"),
    CampaignStatus.STOPPED: Text("encerrada"),
}
STATE = {
    SessionState.HEALTHY: Text("saudável"),
    SessionState.WATCH: Text("em observação"),
    SessionState.THROTTLED: Text("com ritmo reduzido"),
    SessionState.QUARANTINED: Text("em quarentena"),
    SessionState.HELD: Text("retida"),
}
# What becomes of a campaign.
DONE = {
    CampaignAction.START: Text("iniciada"),
    CampaignAction.PAUSE: Text("pausada"),
    CampaignAction.RESUME: Text("retomada"),
    CampaignAction.STOP: Text("encerrada"),
}
_ONE_OF = ("", "{a}", "{a} ou {b}", "{a}, {b} ou {c}")


def one_of(words: Sequence[Text]) -> Text:
    """Up to three words as a choice: "pausada ou encerrada"."""
    return Text(_ONE_OF[len(words)], **dict(zip("abc", words, strict=False)))
