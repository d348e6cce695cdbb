"""The drawings in docs/state-machines.md are those of the code, arrow by arrow."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from brasa.domain.campaign import ALLOWED_ACTIONS, CampaignAction, CampaignStatus
from brasa.domain.condition import RECENT, Hold, Recent, next_state
from brasa.domain.execution import TRANSITIONS, ExecutionState, may_become, wire_status
from brasa.domain.session import SessionState

PAGE = (Path(__file__).parents[3] / "docs" / "state-machines.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def drawn(heading: str) -> dict[tuple[str, str], str]:
    """The arrows of a section's drawing with their labels; those from or to [*] left out."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    arrows = re.findall(r"^ +(\w+) --> (\w+)(?: : (.+))?$", section, re.MULTILINE)
    return {(start, end): label for start, end, label in arrows}


def test_the_drawing_of_an_execution_has_the_arrows_of_its_table() -> None:
    table = {(start.value, end.value) for start, ends in TRANSITIONS.items() for end in ends}

    assert set(drawn("Execution")) == table


@pytest.mark.parametrize(("state", "target"), list(product(ExecutionState, repeat=2)))
def test_every_arrow_is_allowed_and_nothing_else_is(
    state: ExecutionState, target: ExecutionState
) -> None:
    assert may_become(state, target) is ((state.value, target.value) in drawn("Execution"))


def test_every_state_has_a_word_on_the_wire() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| `(\w+)` \|$", PAGE, re.MULTILINE))

    assert rows == {state.value: wire_status(state) for state in ExecutionState}


def test_nothing_that_may_have_left_is_sent_again_by_itself() -> None:
    by_itself = {
        (start, end)
        for (start, end), label in drawn("Execution").items()
        if end in ("pending", "scheduled") and "operator" not in label
    }

    assert by_itself == {
        ("pending", "scheduled"),
        ("scheduled", "pending"),
        ("sending", "scheduled"),  # the provider's clear "not taken"
        ("unknown", "scheduled"),  # the same, from a worker that was late
    }


@pytest.mark.parametrize("status", list(CampaignStatus))
def test_the_drawing_of_a_campaign_has_the_actions_of_its_table(status: CampaignStatus) -> None:
    actions = {action.value for action in CampaignAction}
    labels = [
        word
        for (start, _), label in drawn("Campaign").items()
        if start == status.value
        for word in label.split(", ")
    ]

    assert actions.intersection(labels) == {action.value for action in ALLOWED_ACTIONS[status]}


def test_a_stopped_campaign_stays_stopped() -> None:
    assert not [start for start, _ in drawn("Campaign") if start == "stopped"]


def test_the_drawing_of_a_session_has_the_arrows_that_its_rules_take() -> None:
    taken = set()
    for state, score, failed, hold in product(
        SessionState, (100, 70, 50, 10), (0, RECENT), (None, Hold("spam"))
    ):
        for hours in (1, 25):
            since = NOW - timedelta(hours=hours)
            verdict = next_state(state, score, Recent(failed, RECENT), NOW, since, hold=hold)
            taken.add((state.value, verdict.state.value))

    assert {(start, end) for start, end in taken if start != end} == set(drawn("Session"))
