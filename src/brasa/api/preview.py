"""What an action would do, counted, before anybody does it."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from brasa.actions.campaigns import require_allowed
from brasa.actions.executions import require_not_stopped
from brasa.api.schemas.campaigns import Preview, PreviewCounts, Previewed
from brasa.domain.campaign import CampaignAction
from brasa.domain.execution import ExecutionState
from brasa.domain.refusals import told
from brasa.errors import Conflict
from brasa.i18n import translate
from brasa.store.campaigns import Campaign, find
from brasa.store.database import Connection
from brasa.store.funnel import funnel_of
from brasa.store.resolving import count_in
from brasa.store.seats import seats_of

_P = Previewed
_MESSAGES = {
    _P.START: "Inicia o envio a {recipients} destinatários com {sessions} sessões",
    _P.PAUSE: "Suspende {recipients} destinatários; {sending} em envio terminam",
    _P.RESUME: "Retoma o envio a {recipients} destinatários com {sessions} sessões",
    _P.STOP: "Encerra de vez: {recipients} destinatários não serão atendidos",
    _P.RETRY_FAILED: "Envia de novo a {failed} destinatários cujo envio falhou",
    _P.RESOLVE_UNKNOWN: "Resolve {unknown} execuções sem resposta",
}
# A conversation among sessions has no recipients.
_CONVERSATION = {
    _P.START: "Inicia a conversa entre {sessions} sessões",
    _P.PAUSE: "Suspende a conversa; {sending} em envio terminam",
    _P.RESUME: "Retoma a conversa entre {sessions} sessões",
    _P.STOP: "Encerra a conversa de vez; {sending} em envio terminam",
}
_COUNTING = "{message} (os destinatários ainda estão sendo contados)"
_NOTHING = {
    _P.RETRY_FAILED: "Nenhuma execução falhou",
    _P.RESOLVE_UNKNOWN: "Nenhuma execução está sem resposta",
}


async def preview(
    connection: Connection,
    organization_id: int,
    campaign_id: int,
    action: Previewed,
    now: datetime,
) -> Preview:
    """Count what `action` would find. Raises NotFound."""
    campaign = await find(connection, organization_id, campaign_id)
    counts = await _counts(connection, campaign, now)
    values = {name: getattr(counts, name) for name in counts.__struct_fields__}
    refused = _refused(campaign, action)
    if isinstance(refused, UnsetType) and values.get(_AFFECTED.get(action, ""), 1) == 0:
        refused = translate(_NOTHING[action], campaign.language)
    return Preview(
        action=action,
        kind=campaign.definition.kind,
        enrolling=campaign.enrolling,
        allowed=isinstance(refused, UnsetType),
        reason=refused,
        counts=counts,
        message=_message(campaign, action, values),
    )


def _message(campaign: Campaign, action: Previewed, values: dict[str, int]) -> str:
    texts = _MESSAGES | _CONVERSATION if campaign.definition.kind == "internal" else _MESSAGES
    message = translate(texts[action], campaign.language, **values)
    if campaign.enrolling and action in _CONVERSATION:
        return translate(_COUNTING, campaign.language, message=message)
    return message


_AFFECTED = {_P.RETRY_FAILED: "failed", _P.RESOLVE_UNKNOWN: "unknown"}


async def _counts(connection: Connection, campaign: Campaign, now: datetime) -> PreviewCounts:
    funnel = await funnel_of(connection, campaign)
    retried = await count_in(connection, campaign, ExecutionState.FAILED, external=True)
    seats = (await seats_of(connection, [campaign], now))[campaign.id]
    return PreviewCounts(
        recipients=funnel.pending + funnel.scheduled,
        scheduled=funnel.scheduled,
        sending=funnel.sending,
        failed=retried,
        unknown=funnel.unknown,
        skipped=funnel.skipped,
        sessions=len(seats),
    )


def _refused(campaign: Campaign, action: Previewed) -> str | UnsetType:
    """Why the action is refused now, in the organization's language."""
    try:
        if action is Previewed.RETRY_FAILED:
            require_not_stopped(campaign)
        elif action is not Previewed.RESOLVE_UNKNOWN:
            require_allowed(campaign, CampaignAction(action.value))
    except Conflict as error:
        return told(error, campaign.language)
    return UNSET
