import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from brasa.channels.null import NullChannel, NullSettings, create
from brasa.channels.registry import Registry, standard_registry
from brasa.errors import Conflict, InvalidInput
from tests.unit.channels.builders import context


def problems_of(name: str, settings: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        standard_registry().validate(name, settings)
    return {problem.field: problem.accepted for problem in caught.value.problems}


def test_the_standard_registry_knows_the_channels_of_brasa() -> None:
    assert standard_registry().names == ("http", "null", "simulator")


def test_a_channel_is_made_from_its_name_and_settings() -> None:
    channel = standard_registry().create("null", {"batch": 10}, context())

    assert isinstance(channel, NullChannel)
    assert channel.limits.batch == 10


def test_an_unknown_channel_is_told_with_those_there_are() -> None:
    assert problems_of("pigeon", {}) == {"channel": "http, null, simulator"}


def test_every_wrong_field_is_named_at_once() -> None:
    found = problems_of(
        "simulator", {"model": {"acceptance": 1.5}, "limits": {"batch": "many"}, "sede": 1}
    )

    assert found == {
        "model.acceptance": "um número até 1",
        "limits.batch": "um número inteiro",
        "sede": "model, sessions, limits, seed",
    }


def test_a_wrong_field_of_one_session_is_named_with_the_session() -> None:
    found = problems_of("simulator", {"sessions": {"Atendimento 2": {"delivery": 2}}})

    assert found == {"sessions.Atendimento 2.delivery": "um número até 1"}


def test_an_unknown_failure_code_is_told_with_those_there_are() -> None:
    (accepted,) = problems_of("simulator", {"model": {"failures": {"42": 1}}}).values()

    assert "131026" in accepted


def test_a_missing_field_is_named() -> None:
    assert "url" in problems_of("http", {"timeout": 3})


@pytest.mark.parametrize("url", ["ftp://gateway", "gateway.example/send", "https://", ""])
def test_an_address_that_is_not_http_is_refused(url: str) -> None:
    assert "url" in problems_of("http", {"url": url})


@pytest.mark.parametrize(
    "limits",
    [
        {"messages_per_second": 0},
        {"messages_per_second": -1},
        {"messages_per_second": float("nan")},
        {"messages_per_second": 1, "min_gap": 1e300},
        {"messages_per_second": 1, "min_gap": -1},
        {"messages_per_second": 1, "batch": 0},
        {"messages_per_second": 1, "receipt_timeout": 1e300},
    ],
)
def test_limits_with_which_nobody_can_count_are_refused(limits: dict[str, float]) -> None:
    wrong = list(limits)[-1]

    for channel in ("simulator", "http"):
        settings = {"limits": limits} | ({"url": "https://gateway"} if channel == "http" else {})
        assert set(problems_of(channel, settings)) == {f"limits.{wrong}"}


def test_a_body_may_only_use_fields_of_a_message() -> None:
    found = problems_of("http", {"url": "https://gateway.example", "body": {"text": "bodi"}})

    assert "idempotency_key" in found["body"]


def test_no_value_is_quoted_for_it_may_be_a_secret() -> None:
    with pytest.raises(InvalidInput) as caught:
        standard_registry().validate(
            "http", {"url": "hush-hush", "headers": {"Authorization": ["hush-hush"]}, "timeout": -1}
        )

    assert "hush-hush" not in f"{caught.value} {caught.value.problems}"


def test_a_name_is_registered_once() -> None:
    registry = Registry()
    registry.add("null", NullSettings, create)

    with pytest.raises(Conflict):
        registry.add("null", NullSettings, create)


def test_the_examples_of_the_guide_are_accepted() -> None:
    guide = Path(__file__).parents[3] / "docs" / "channels.md"
    simulator, http = re.findall(r"```toml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)

    standard_registry().validate("simulator", tomllib.loads(simulator))
    standard_registry().validate("http", tomllib.loads(http))
