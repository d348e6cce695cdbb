"""Reading what a client sent: everything wrong is named at once."""

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Struct, UnsetType

from brasa.domain.inputs import INVALID, MISSING, UNKNOWN, accepts, problems_of, read
from brasa.errors import InvalidInput

Number = Annotated[int, accepts("um número de 1 a 9", ge=1, le=9)]


class Order(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    how_many: Number
    note: Annotated[str, accepts("um texto curto", max_length=5)] | UnsetType = UNSET


def test_what_is_right_is_read() -> None:
    assert read(Order, {"howMany": 3}) == Order(3)
    assert read(Order, {"howMany": 3, "note": "oi"}) == Order(3, "oi")


def test_everything_wrong_is_named_with_what_is_accepted() -> None:
    problems = problems_of(Order, {"note": "comprido", "extra": 1})
    assert {(one.field, one.problem) for one in problems} == {
        ("howMany", MISSING),
        ("note", INVALID),
        ("extra", UNKNOWN),
    }
    accepted = {one.field: one.accepted for one in problems}
    assert accepted["howMany"] == "um número de 1 a 9"
    assert accepted["note"] == "um texto curto"


@pytest.mark.parametrize("value", ["3", True, 3.5, None, 0, 10, 2**80, [3]])
def test_a_number_is_a_number(value: Any) -> None:
    assert [one.field for one in problems_of(Order, {"howMany": value})] == ["howMany"]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(_json)
def test_anything_is_either_read_or_refused(raw: Any) -> None:
    if problems_of(Order, raw):
        with pytest.raises(InvalidInput):
            read(Order, raw)
    else:
        assert isinstance(read(Order, raw), Order)
