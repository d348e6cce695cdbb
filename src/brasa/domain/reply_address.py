"""Who wrote back: a provider's way to write an address, as contacts are known by.

Providers leave the plus out, put their own name before the number or a domain behind it, and know
Brazilians by the number they had before its ninth digit. An opt-out counts however it is written.
"""

import re

import phonenumbers

from brasa.domain.contact import normalize_phone
from brasa.errors import InvalidInput

_NUMBER = re.compile(
    r"(?:[a-z]+:)?(?P<number>\+?[0-9][0-9 ().-]{6,22})(?:@[a-z.]+)?", re.IGNORECASE
)
_WITHOUT_NINTH = re.compile(r"55([1-9]{2})([6-9][0-9]{7})")


def reply_address(raw: str) -> str:
    """The phone number (E.164) in what a provider calls a sender; else the text as it is."""
    found = _NUMBER.fullmatch(raw.strip())
    if found is None:
        return raw.strip()
    digits = re.sub(r"\D", "", found["number"])
    if old := _WITHOUT_NINTH.fullmatch(digits):
        return f"+55{old[1]}9{old[2]}"
    # Providers write numbers with their country.
    if _is_valid("+" + digits):
        return "+" + digits
    try:
        return normalize_phone(digits)
    except InvalidInput:
        return raw.strip()


def _is_valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
