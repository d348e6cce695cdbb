"""What people write into a column of contacts."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.contact import normalize_phone, parse_consent
from brasa.errors import InvalidInput

MOBILE = "+5511912345678"


def by_the_library(raw: str, region: str = "BR") -> str | None:
    """The same number as phonenumbers alone reads it; None where it is not valid."""
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def by_us(raw: object, region: str = "BR") -> str | None:
    try:
        return normalize_phone(raw, region)
    except InvalidInput:
        return None


@pytest.mark.parametrize(
    "raw",
    [
        "+5511912345678",
        "5511912345678",
        "11912345678",
        "011912345678",
        "(11) 91234-5678",
        "(011) 91234-5678",
        "11 9 1234 5678",
        "11.91234.5678",
        "+55 (11) 91234-5678",
        "0 41 11 91234-5678",  # with the digits of a carrier
        " 11\u00a091234\u20115678 ",
        "\u202a+55 11 91234-5678\u202c",  # as copied from a phone's contacts
        "5511912345678.0",
        "5511912345678,00",
        "'5511912345678",
        '="5511912345678"',
        5511912345678.0,
        5511912345678,
    ],
)
def test_a_mobile_number_is_understood_however_it_is_written(raw: object) -> None:
    assert normalize_phone(raw) == MOBILE


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("(11) 3333-4444", "+551133334444"),
        ("55912345678", "+5555912345678"),  # area code 55, not the country
        ("+1 415 555 2671", "+14155552671"),
        ("00 351 912 345 678", "+351912345678"),
    ],
)
def test_other_numbers_are_understood_too(raw: str, number: str) -> None:
    assert normalize_phone(raw) == number


def test_a_number_without_a_country_is_read_as_in_its_region() -> None:
    assert normalize_phone("912 345 678", "PT") == "+351912345678"
    assert by_us("11912345678", "PT") is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "Telefone vazio"),
        (None, "Telefone vazio"),
        ("  - ", "Telefone vazio"),
        ("5,51199E+12", "arredondado pela planilha"),
        ("5.51199E+12", "arredondado pela planilha"),
        ("912345678", "sem DDD"),
        ("1198765432", "sem o nono dígito"),
        ("11912345678 / 11912345679", "Mais de um telefone"),
        ("ligar para Ana", "letras ou símbolos"),
        ("11912345678 ramal 3", "letras ou símbolos"),
        ("+5520912345678", "Telefone inválido"),
        ("9" * 5000, "Telefone inválido"),
    ],
)
def test_a_refused_number_says_why_and_what_is_accepted(raw: object, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as refused:
        normalize_phone(raw)

    (problem,) = refused.value.problems
    assert problem.field == "phone"
    assert MOBILE in problem.accepted
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("ddd", range(10, 100))
def test_the_fast_path_agrees_with_the_library_on_every_area_code(ddd: int) -> None:
    for rest in ("912345678", "812345678", "01234567", "90000000", "999999999", "9123456789"):
        for prefix in ("+55", "55", "", "0"):
            raw = f"{prefix}{ddd}{rest}"
            assert by_us(raw) == by_the_library(raw), raw


@given(st.from_regex(r"(\+?55|0)?[0-9]{9,12}", fullmatch=True))
def test_digits_are_read_as_the_library_reads_them(raw: str) -> None:
    if not raw.startswith("00"):  # which the library takes for a carrier, and people for "+"
        assert by_us(raw) == by_the_library(raw)


@given(st.text(max_size=40))
def test_any_text_is_a_valid_number_or_refused(raw: str) -> None:
    number = by_us(raw)

    assert number is None or by_the_library(number) == number


@given(st.from_regex(r"\+551191[0-9]{7}", fullmatch=True))
def test_a_normalized_number_stays_as_it_is(number: str) -> None:
    assert normalize_phone(number) == number


@pytest.mark.parametrize(
    "value", ["sim", "Sim", " SIM ", "s", "yes", "Y", "1", 1, "x", "X", "true", True, "VERDADEIRO"]
)
def test_a_clear_yes_is_consent(value: object) -> None:
    assert parse_consent(value) is True


@pytest.mark.parametrize(
    "value", ["não", "NÃO", "nao", "n", "no", "0", 0, "false", False, "FALSO", "na\u0303o"]
)
def test_a_clear_no_is_a_refusal(value: object) -> None:
    assert parse_consent(value) is False


@pytest.mark.parametrize("value", [None, "", "  ", "talvez", "2026-01-01", "sim, mas depois", "?"])
def test_anything_else_says_neither(value: object) -> None:
    assert parse_consent(value) is None
