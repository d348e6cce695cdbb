"""A campaign's file: everything in it is read, and everything wrong is told at once."""

from datetime import UTC, datetime, time, timedelta

import pytest

from brasa.domain.campaign import (
    CampaignDefinition,
    External,
    Internal,
    MisfirePolicy,
    QuietHours,
    Ramp,
    Retry,
    Template,
    Window,
    Zone,
)
from brasa.domain.campaign_file import CampaignDocument, read_campaign
from brasa.errors import InvalidInput

NOW = datetime(2026, 11, 10, 15, tzinfo=UTC)
FULL = """
name = "Volta às aulas"
daily_target = 120
session_cap = 150
sessions = ["A", "B"]
timezone = "America/Manaus"
starts_at = 2026-11-20T08:00:00
ends_at = "2026-12-01T00:00-03:00"
misfire = "catch_up"

[[windows]]
days = ["seg", "terça-feira", "wed", 4, "Sexta"]
from = "08:00"
to = 18:30:00

[[windows]]
days = "sab"
from = "9h"
to = "24:00"

[quiet_hours]
from = "21:00"
to = "08:00"
zone = "organization"

[internal]
per_day = 20
templates = ["Oi, {{ nome }}"]

[external]
lists = ["clientes"]
[[external.templates]]
name = "a"
body = "Olá {{ nome }}"
weight = 3
[[external.templates]]
body = "Oi"

[ramp]
steps = [20, 40, 40]

[retry]
max_attempts = 5
backoff = 30
"""
SMALL = (
    'name = "a"\ndaily_target = 1\nsessions = ["A"]\n[external]\nlists = ["l"]\ntemplates = ["x"]\n'
)


def read(text: str) -> CampaignDocument:
    return read_campaign(text, "America/Sao_Paulo", NOW)


def errors(text: str) -> list[tuple[int | None, str]]:
    document = read(text)
    assert document.definition is None
    return [(problem.line, problem.field) for problem in document.problems.in_order()]


def test_everything_that_can_be_said() -> None:
    definition = read(FULL).definition
    assert definition is not None
    manaus = timedelta(hours=-4)
    assert definition.starts_at is not None
    assert definition.starts_at.utcoffset() == manaus
    assert definition.starts_at == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert definition.ends_at == datetime(2026, 12, 1, 3, tzinfo=UTC)
    assert definition == CampaignDefinition(
        name="Volta às aulas",
        daily_target=120,
        session_cap=150,
        sessions=("A", "B"),
        timezone="America/Manaus",
        starts_at=definition.starts_at,
        ends_at=definition.ends_at,
        misfire=MisfirePolicy.CATCH_UP,
        windows=(
            Window(time(8), time(18, 30), (1, 2, 3, 4, 5)),
            Window(time(9), time(0), (6,)),
        ),
        quiet_hours=QuietHours(time(21), time(8), Zone.ORGANIZATION),
        internal=Internal((Template("Oi, {{ nome }}"),), 20),
        external=External(("clientes",), (Template("Olá {{ nome }}", "a", 3), Template("Oi"))),
        ramp=Ramp((20, 40, 40)),
        retry=Retry(5, 30.0),
    )


def test_the_least_that_must_be_said() -> None:
    document = read(SMALL)
    assert document.problems.errors == []
    assert document.definition == CampaignDefinition(
        name="a",
        daily_target=1,
        sessions=("A",),
        external=External(("l",), (Template("x"),)),
    )


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("daily_target = 0", "daily_target"),
        ('daily_target = "1"', "daily_target"),
        ("daily_target = true", "daily_target"),
        ('name = " "', "name"),
        ("sessions = []", "sessions"),
        ('sessions = "A"', "sessions"),
        ('sessions = ["A", 1]', "sessions[2]"),
        ('sessions = ["A", "A"]', "sessions[2]"),
        ('timezone = "America/Lua"', "timezone"),
        ("session_cap = -1", "session_cap"),
        ("starts_at = 12:00:00", "starts_at"),
        ('ends_at = "amanhã"', "ends_at"),
        ("ends_at = 2026-11-09", "ends_at"),
        ('misfire = "burst"', "misfire"),
        ("windows = 1", "windows"),
        ("quiet_hours = []", "quiet_hours"),
        ('windows = [{from = "25:00", to = "1:00"}]', "windows[1].from"),
        ('windows = [{from = "20:00"}]', "windows[1].to"),
        ('windows = [{from = "8:00", to = "9:00", days = ["x"]}]', "windows[1].days"),
        ('quiet_hours = {from = "8:00", to = "8:00"}', "quiet_hours.to"),
        ('quiet_hours = {from = "8:00", to = "9:00", zone = "me"}', "quiet_hours.zone"),
        ("ramp = {steps = [2, 1]}", "ramp.steps"),
        ("ramp = {}", "ramp.steps"),
        ("retry = {max_attempts = 0}", "retry.max_attempts"),
        ("retry = {backoff = 0}", "retry.backoff"),
        ("internal = {templates = []}", "internal.templates"),
        ('internal = {templates = ["{{ x }"]}', "internal.templates[1]"),
        ('internal = {templates = [{body = "a", weight = 0}]}', "internal.templates[1].weight"),
        ('internal = {templates = [{name = "a"}]}', "internal.templates[1].body"),
        ("colour = 1", "colour"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(line: str, field: str) -> None:
    name = line.split(" ", maxsplit=1)[0]
    rest = [
        *(row for row in ('name = "a"', "daily_target = 1", 'sessions = ["A", "B"]')),
        'external = {lists = ["l"], templates = ["x"]}',
    ]
    kept = [row for row in rest if not row.startswith(f"{name} ")]
    assert errors("\n".join([*kept, line])) == [(len(kept) + 1, field)]


def test_all_of_it_at_once_in_the_order_of_the_file() -> None:
    told = errors('daily_targt = 1\nsessions = [""]\nmisfire = "x"\n[internal]\ntemplates = [1]\n')
    assert told == [
        (1, "daily_targt"),
        (2, "sessions[1]"),
        (3, "misfire"),
        (5, "internal.templates[1].body"),
        (None, "name"),
        (None, "daily_target"),
    ]


def test_an_unknown_field_is_told_with_the_one_that_was_meant() -> None:
    [problem] = read(SMALL.replace("lists", 'listas = ["l"]\nlists')).problems.errors
    assert problem.accepted == "você quis dizer lists?"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('name = "a"\ndaily_target = 1\nsessions = ["A"]\n', "internal"),
        (SMALL.replace("[external]", '[internal]\ntemplates = ["x"]\n[external]'), "sessions"),
        ("starts_at = 2027-01-02\nends_at = 2027-01-01\n" + SMALL, "ends_at"),
    ],
)
def test_what_contradicts_itself(text: str, field: str) -> None:
    assert [told for _, told in errors(text)] == [field]


def test_a_cap_below_the_target_is_pointed_at() -> None:
    document = read("session_cap = 5\n" + SMALL.replace("= 1", "= 9"))
    assert document.definition is not None
    assert [warning.field for warning in document.problems.warnings] == ["session_cap"]


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = \n", 2), ("a = 1\nb = [", 2), ("a = 1\na = 2", 2)]
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert [problem.line for problem in caught.value.problems] == [line]


def test_what_is_nested_too_deeply_is_no_toml() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_campaign("a = " + "[" * 5000 + "]" * 5000, "America/Sao_Paulo", NOW)
    assert "Nested too deeply" in str(caught.value.problems[0].problem)


def test_lists_are_known_also_where_another_field_is_wrong() -> None:
    text = 'daily_target = 1\n[external]\nlists = ["a", 7]\ntemplates = []\n'
    document = read_campaign(text, "America/Sao_Paulo", NOW)
    assert document.lists == ("a",)
    assert document.definition is None
