"""Whatever a provider says is fit to be kept, once a channel has handed it over."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.channels.base import Receipt, ReceiptStatus
from brasa.channels.outcome import Accepted, SendError, Unknown, explained
from brasa.channels.words import LONGEST_SENTENCE, LONGEST_WAIT, LONGEST_WORD
from tests.unit.channels.builders import START

# Also what is no character by itself, which JSON may hold.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=3_000)


def is_kept(text: str, longest: int) -> bool:
    text.encode()
    return "\0" not in text and len(text) <= longest


@given(ANYTHING, ANYTHING)
def test_every_text_can_be_kept(one: str, other: str) -> None:
    error, unknown = SendError(one, code=other), Unknown(one, code=other)
    receipt = Receipt(other, ReceiptStatus.FAILED, START, code=other, message=one)

    for word in (Accepted(other).provider_id, error.code, unknown.code, receipt.provider_id):
        assert is_kept(word, LONGEST_WORD)
    for sentence in (explained(error, "en"), explained(unknown, "en"), receipt.message or ""):
        assert is_kept(sentence, LONGEST_SENTENCE)


@given(st.text("abc-123.", min_size=1, max_size=LONGEST_WORD))
def test_what_is_kept_as_it_is_stays_as_it_is(text: str) -> None:
    assert Accepted(text).provider_id == text
    assert explained(SendError(text, code=text), "en") == text


def test_two_ids_that_begin_alike_stay_two_and_a_receipt_names_the_same() -> None:
    one, other = "x" * 5_000 + "1", "x" * 5_000 + "2"

    assert Accepted(one).provider_id != Accepted(other).provider_id
    receipt = Receipt(one, ReceiptStatus.DELIVERED, START)
    assert receipt.provider_id == Accepted(one).provider_id


@pytest.mark.parametrize(
    ("asked", "waits"),
    [(None, None), (0.0, 0.0), (12.5, 12.5), (1.7e12, LONGEST_WAIT), (float("inf"), LONGEST_WAIT)],
)
def test_a_wait_is_one_that_ends(asked: float | None, waits: float | None) -> None:
    assert SendError("depois", code="429", retry_after=asked).retry_after == waits


@given(st.floats() | st.none())
def test_every_wait_leads_to_a_time(asked: float | None) -> None:
    waits = SendError("depois", code="429", retry_after=asked).retry_after

    assert START + timedelta(seconds=waits or 0.0) >= START
