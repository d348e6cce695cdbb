"""An opt-out is the contact's, however the provider writes the number."""

import pytest

from brasa.domain.reply_address import reply_address


@pytest.mark.parametrize(
    "raw",
    [
        "+5511987654321",
        "5511987654321",
        "whatsapp:+5511987654321",
        "tel:+55-11-98765-4321",
        "5511987654321@c.us",
        "5511987654321@s.whatsapp.net",
        "551187654321@c.us",  # as it was before the ninth digit
        "11987654321",
        " +55 (11) 98765-4321 ",
    ],
)
def test_one_brazilian_in_many_ways(raw: str) -> None:
    assert reply_address(raw) == "+5511987654321"


def test_a_number_of_elsewhere_keeps_its_country() -> None:
    assert reply_address("14155552671") == "+14155552671"
    assert reply_address("whatsapp:+351912345678") == "+351912345678"


@pytest.mark.parametrize("raw", ["ana@example.com", "BR.150AbC", "1", "", "123456789012345678"])
def test_what_is_no_number_stays_as_it_is(raw: str) -> None:
    assert reply_address(raw) == raw
