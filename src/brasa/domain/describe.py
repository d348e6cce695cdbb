"""One line for people: what a campaign is doing now and why."""

from datetime import datetime
from zoneinfo import ZoneInfo

from brasa.domain.campaign import CampaignStatus, StatusReason
from brasa.i18n import number, translate

_R = StatusReason

_LINES = {
    _R.NOT_STARTED: "Aguardando: ainda não iniciada",
    _R.RUNNING: "Enviando: {active} de {total} sessões ativas, {sent} de {target} hoje",
    _R.OUTSIDE_WINDOW: "Aguardando: fora do horário",
    _R.QUIET_HOURS: "Aguardando: horário de silêncio",
    _R.BEFORE_START: "Aguardando: ainda não é hora",
    _R.TARGET_REACHED: "Aguardando: meta de hoje atingida, {sent} de {target}",
    _R.CAP_REACHED: "Aguardando: limite de hoje atingido",
    _R.NO_SESSION: "Aguardando: nenhuma sessão pode enviar agora",
    _R.ENROLLING: "Preparando os destinatários: {prepared} até agora",
    _R.PAUSED_BY_OPERATOR: "Pausada por um operador",
    _R.PAUSED_UNTIL: "Pausada por um operador",
    _R.STOPPED_BY_OPERATOR: "Encerrada por um operador",
    _R.FINISHED: "Concluída: todos os destinatários foram atendidos",
    _R.ENDED: "Encerrada: o prazo terminou",
}


def describe(
    status: CampaignStatus,
    reason: StatusReason,
    language: str,
    *,
    until: datetime | None,
    now: datetime,
    zone: ZoneInfo,
    home: ZoneInfo,
    note: str = "",
    **values: object,
) -> str:
    """The line for a status and its reason; `until` is when it ends, if time ends it.

    `zone` is the campaign's clock, and named where the organization's, `home`, shows another hour.
    """
    written = {
        name: number(value, language) if isinstance(value, int) else value
        for name, value in values.items()
    }
    line = translate(_LINES[reason], language, **written)
    if note and status in (CampaignStatus.PAUSED, CampaignStatus.STOPPED):
        line += f" ({note})"
    if until is not None and status is not CampaignStatus.ACTIVE:
        text = "começa {when}" if reason is _R.BEFORE_START else "volta {when}"
        line += ", " + translate(text, language, when=moment(until, now, zone, language))
        if until.astimezone(zone).utcoffset() != until.astimezone(home).utcoffset():
            line += " " + translate("(horário de {place})", language, place=_place(zone))
    return line


def moment(at: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """ "amanhã às 08:00", on the clock of `zone`."""
    local = at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    clock = f"{local:%H:%M}"
    if days == 0:
        return translate("hoje às {clock}", language, clock=clock)
    if days == 1:
        return translate("amanhã às {clock}", language, clock=clock)
    return translate("{date} às {clock}", language, date=_date(local, language), clock=clock)


def _place(zone: ZoneInfo) -> str:
    return zone.key.rpartition("/")[2].replace("_", " ")


def _date(local: datetime, language: str) -> str:
    """Weekday, day and month."""
    # Not at the top: it takes long to load, and few descriptions tell of a day so far away.
    from babel.dates import format_skeleton  # noqa: PLC0415

    return format_skeleton("MMMEd", local, locale=language.replace("-", "_"))
