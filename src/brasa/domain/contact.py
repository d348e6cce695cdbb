"""What people write into a column of contacts, made into what Brasa can use."""

import re

import phonenumbers

from brasa.domain.plain import plain
from brasa.errors import FieldProblem, InvalidInput

ACCEPTED_PHONE = "+5511912345678, (11) 91234-5678, 5511912345678"


# Area codes in use and nine digits from 9 on: Brazilian mobile numbers, as phonenumbers knows them.
_MOBILE = r"(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])9[0-9]{8}"
_BRAZILIAN = re.compile(rf"(?:\+?55|0)?({_MOBILE})")
# Spaces of any kind, separators, quotes of spreadsheets, and the marks that a phone copies along.
_DECORATION = dict.fromkeys(
    map(ord, " \t\r\n\u00a0\u2007\u202f-\u2010\u2011\u2012\u2013\u2014().'\"=\u200b\u200e\u200f")
)
_DECORATION |= dict.fromkeys(range(0x202A, 0x202F)) | dict.fromkeys(range(0x2066, 0x206A))
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_FLOAT = re.compile(r"(\+?[0-9]{10,15})[.,]0{1,2}")


def normalize_phone(raw: object, region: str = "BR") -> str:
    """A phone number in E.164, `+5511912345678`.

    Understands how Brazilians and their spreadsheets write: punctuation, a leading 0, 55 or 00,
    the `.0` of a number that was a float. Numbers without a country are read as in `region`.
    Raises InvalidInput that says why not; a number that a spreadsheet has rounded is never
    guessed.
    """
    text = "" if raw is None else str(raw).strip()
    if floated := _FLOAT.fullmatch(text):
        text = floated[1]
    digits = text.translate(_DECORATION)
    if region == "BR" and (mobile := _BRAZILIAN.fullmatch(digits)):
        return "+55" + mobile[1]
    _refuse_what_is_no_number(text, digits)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    return _parse(digits, region)


_YES = frozenset(("sim", "s", "yes", "y", "1", "x", "true", "verdadeiro", "v", "t", "ok", "on"))
_NO = frozenset(("nao", "n", "no", "0", "false", "falso", "f", "off"))


def parse_consent(value: object) -> bool | None:
    """Whether a column says that the contact agreed; None where it is empty or says neither.

    Only a clear yes is consent.
    """
    word = plain(str(value)) if value is not None else ""
    if word in _YES:
        return True
    return False if word in _NO else None


def _refuse_what_is_no_number(text: str, digits: str) -> None:
    if not digits:
        raise _refused("Telefone vazio")
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        raise _refused(
            "Telefone arredondado pela planilha: {raw}. Formate a coluna como texto e exporte de"
            " novo",
            raw=text[:40],
        )
    if re.search(r"[/;,|]", digits):
        raise _refused("Mais de um telefone no mesmo campo: {raw}", raw=text[:40])
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise _refused("Telefone com letras ou símbolos: {raw}", raw=text[:40])


def _parse(digits: str, region: str) -> str:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException as error:
        raise _refused("Telefone inválido: {raw}", raw=digits[:40]) from error
    if not phonenumbers.is_valid_number(number):
        raise _refused(_why_invalid(number), raw=digits[:40])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _why_invalid(number: phonenumbers.PhoneNumber) -> str:
    national = str(number.national_number)
    if number.country_code == 55:
        if len(national) in (8, 9):
            return "Telefone sem DDD: {raw}"
        if len(national) == 10 and national[2] in "6789":
            return "Celular sem o nono dígito: {raw}"
    return "Telefone inválido: {raw}"


def _refused(text: str, **values: object) -> InvalidInput:
    problem = text.format(**values) if values else text
    told = FieldProblem(field="phone", problem=problem, accepted=ACCEPTED_PHONE)
    return InvalidInput(text, problems=[told], **values)
