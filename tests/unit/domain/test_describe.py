"""What people read of a campaign: one line, and never an hour that leaves open whose it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from brasa.domain.campaign import CampaignStatus, StatusReason
from brasa.domain.describe import describe

SAO_PAULO, MANAUS, BAHIA = (
    ZoneInfo(f"America/{place}") for place in ("Sao_Paulo", "Manaus", "Bahia")
)
NOW = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def line(
    zone: ZoneInfo,
    home: ZoneInfo,
    language: str = "pt-BR",
    reason: StatusReason = StatusReason.OUTSIDE_WINDOW,
) -> str:
    return describe(
        CampaignStatus.WAITING,
        reason,
        language,
        until=TOMORROW,
        now=NOW,
        zone=zone,
        home=home,
    )


def test_an_hour_on_the_organizations_own_clock_needs_no_name() -> None:
    assert line(SAO_PAULO, SAO_PAULO) == "Aguardando: fora do horário, volta amanhã às 09:00"
    # Another name of the same hour is no other hour.
    assert line(BAHIA, SAO_PAULO).endswith("09:00")


def test_an_hour_on_another_clock_says_which() -> None:
    told = "Aguardando: fora do horário, volta amanhã às 08:00 (horário de Manaus)"
    assert line(MANAUS, SAO_PAULO) == told
    assert line(MANAUS, SAO_PAULO, "en").endswith("(Manaus time)")


def test_what_has_not_begun_begins_and_does_not_come_back() -> None:
    told = line(SAO_PAULO, SAO_PAULO, reason=StatusReason.BEFORE_START)
    assert told == "Aguardando: ainda não é hora, começa amanhã às 09:00"
