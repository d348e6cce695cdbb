"""What others say, in the form that every database stores."""

from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.storable import LONGEST_ID, storable, storable_id

some = st.text(st.characters(), max_size=20)  # halves of characters among them
texts = some | st.builds(str.__mul__, some, st.integers(0, 200))


@given(texts, st.integers(0, 50))
def test_a_text_is_short_and_without_nul(text: str, most: int) -> None:
    found = storable(text, most)
    assert len(found) <= most
    assert "\0" not in found
    assert found.encode().decode() == found
    assert storable(found, most) == found


@given(texts)
def test_an_id_is_itself_or_at_least_always_the_same(text: str) -> None:
    found = storable_id(text)
    assert len(found) <= LONGEST_ID
    assert "\0" not in found
    assert storable_id(found) == found
    assert found.encode().decode() == found
    if len(text) <= LONGEST_ID and text.isascii() and "\0" not in text:
        assert found == text


def test_long_ids_that_differ_go_on_differing() -> None:
    assert storable_id("x" * 600 + "a") != storable_id("x" * 600 + "b")
