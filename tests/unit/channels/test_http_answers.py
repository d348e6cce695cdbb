from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.channels.http import HttpSettings
from brasa.channels.http.answers import Answer, read_answer, retry_after_seconds
from brasa.channels.http.paths import find, find_text
from brasa.channels.outcome import Accepted, Scope, SendError, Unknown
from brasa.channels.secret import Secret
from tests.unit.channels.builders import START


def settings(**changes: Any) -> HttpSettings:
    return HttpSettings(url="https://gateway.example/send", **changes)


def refused(answer: Answer, **changes: Any) -> SendError:
    outcome = read_answer(settings(**changes), answer, "k1")
    assert isinstance(outcome, SendError)
    return outcome


def test_the_id_is_found_where_the_settings_say() -> None:
    answer = Answer(201, {"messages": [{"id": 17}]})

    assert read_answer(settings(id="messages.0.id"), answer, "k1") == Accepted("17")
    assert read_answer(settings(id=""), answer, "k1") == Accepted("k1")


@pytest.mark.parametrize("document", [None, {}, [], "ok", {"id": ""}, {"id": True}, {"id": {}}])
def test_a_success_without_an_id_proves_nothing(document: Any) -> None:
    outcome = read_answer(settings(), Answer(200, document), "k1")

    assert isinstance(outcome, Unknown)
    assert outcome.code == "unreadable_answer"


def test_too_many_requests_hold_the_session_for_as_long_as_told() -> None:
    error = refused(Answer(429, retry_after=12.0))

    assert (error.retryable, error.scope, error.retry_after) == (True, Scope.SESSION, 12.0)


def test_only_a_503_that_says_when_to_return_was_surely_not_taken() -> None:
    assert refused(Answer(503, retry_after=3.0)).retryable
    assert isinstance(read_answer(settings(), Answer(503), "k1"), Unknown)


def test_a_status_declared_transient_was_surely_not_taken() -> None:
    error = refused(Answer(502), transient=(502,))

    assert (error.code, error.retryable) == ("unavailable", True)


@given(st.integers(200, 599), st.floats(0, 1e6) | st.none())
def test_a_server_s_failure_is_never_tried_again_by_itself(
    status: int, retry_after: float | None
) -> None:
    outcome = read_answer(settings(), Answer(status, None, retry_after), "k1")
    proven = status == 503 and retry_after is not None
    if (status >= 500 or status == 408) and not proven:
        assert isinstance(outcome, Unknown)


def test_a_wrong_token_is_the_account_s_trouble_not_the_recipient_s() -> None:
    error = refused(Answer(401))

    assert (error.retryable, error.scope) == (True, Scope.ACCOUNT)


def test_a_refusal_is_permanent_and_quotes_the_provider() -> None:
    error = refused(
        Answer(400, {"error": {"text": "no such number", "n": 131026}}),
        error="error.text",
        code="error.n",
    )

    assert (error.code, error.retryable, error.scope) == ("131026", False, Scope.RECIPIENT)
    assert "no such number" in str(error)


def test_an_opt_out_code_is_never_tried_again() -> None:
    error = refused(Answer(429, {"code": "stop"}), opt_out_codes=("stop",))

    assert (error.opt_out, error.retryable, error.scope) == (True, False, Scope.RECIPIENT)


def test_a_provider_that_quotes_our_token_is_not_quoted() -> None:
    error = refused(
        Answer(400, {"error": "bad token hush-hush", "code": "hush-hush"}),
        headers={"Authorization": Secret("Bearer hush-hush")},
    )

    assert "hush-hush" not in f"{error} {error!r} {error.code} {error.values}"


def test_retry_after_is_seconds_or_a_date() -> None:
    later = format_datetime(START + timedelta(seconds=90), usegmt=True)

    assert retry_after_seconds({"Retry-After": "30"}, START) == 30.0
    assert retry_after_seconds({"Retry-After": later}, START) == 90.0
    assert retry_after_seconds({"Retry-After": later}, START + timedelta(hours=1)) == 0.0


@pytest.mark.parametrize("value", ["", "soon", "-3", "²", "Mon, 99 Foo"])
def test_an_unreadable_retry_after_is_none(value: str) -> None:
    assert retry_after_seconds({"Retry-After": value}, START) is None


def test_a_path_that_leads_nowhere_finds_nothing() -> None:
    document = {"a": [{"b": 1}], "c": "text"}

    assert find(document, "a.0.b") == 1
    for path in ("", "a.1.b", "a.x", "a.0.b.c", "c.0", "z", "a.²"):
        assert find(document, path) is None
    assert find_text(document, "c") == "text"
    assert find_text(document, "a") is None
