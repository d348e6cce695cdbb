"""The columns a contact file may have, in Portuguese and English; any other is a variable."""

from brasa.actions.spreadsheets.dialect import Header, simplified
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text

PHONE, NAME, CONSENT = "phone", "name", "consent"
SOURCE, DATE, TIMEZONE = "source", "date", "timezone"

ALIASES = {
    PHONE: (
        "telefone",
        "celular",
        "whatsapp",
        "fone",
        "numero",
        "tel",
        "telemovel",
        "telefone celular",
        "numero de telefone",
        "numero do telefone",
        "phone",
        "phone number",
        "mobile",
        "mobile phone",
        "cell",
        "cell phone",
    ),
    NAME: ("nome", "nome completo", "cliente", "contato", "name", "full name", "contact"),
    CONSENT: (
        "consentimento",
        "consentiu",
        "aceite",
        "autorizacao",
        "autoriza",
        "consent",
        "opt in",
        "optin",
    ),
    SOURCE: (
        "origem do consentimento",
        "origem consentimento",
        "fonte do consentimento",
        "origem",
        "consent source",
        "opt in source",
    ),
    DATE: (
        "data do consentimento",
        "data consentimento",
        "data do aceite",
        "consent date",
        "consent time",
        "consented at",
        "opt in date",
    ),
    TIMEZONE: ("fuso", "fuso horario", "timezone", "time zone"),
}


def checked(header: Header, first_line: int = 1) -> Header:
    """The header as it is. Raises InvalidInput when no column holds the phone number."""
    if PHONE in header.fields:
        return header
    known = ", ".join(aliases[0] for field, aliases in ALIASES.items() if field != PHONE)
    looks_like_data = any(character.isdigit() for name in header.names for character in name)
    problem = (
        Text("a primeira linha não parece um cabeçalho")
        if looks_like_data
        else Text("nenhuma coluna tem o número do telefone")
    )
    accepted = Text("telefone, celular, whatsapp ou phone; e, se houver: {known}", known=known)
    raise InvalidInput(
        "O arquivo não pode ser importado",
        [FieldProblem(Text("cabeçalho"), problem, accepted, first_line)],
    )


def variable_names(header: Header) -> dict[int, str]:
    """Column -> the name a template knows it by: `Cidade Natal` is `cidade_natal`."""
    return {index: simplified(name).replace(" ", "_") for index, name in header.others.items()}
