"""One row of a contact file: what it says of a contact, or everything that is wrong with it."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

import msgspec

from brasa.actions.contacts import columns
from brasa.actions.spreadsheets.dialect import Header
from brasa.actions.spreadsheets.moment import read_moment
from brasa.actions.spreadsheets.table import Row
from brasa.domain.contact import normalize_phone, parse_consent
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text

LONGEST_CELL = 4_000
_ZONES = {name.casefold(): name for name in available_timezones()}


class ContactRow(msgspec.Struct, frozen=True, gc=False):
    """What one row says. Blank cells say nothing: `consent` is then None.

    `consent_at` None with `consent` True means that the file gives no date.
    """

    line: int
    phone: str
    name: str
    timezone: str | None
    consent: bool | None
    consent_source: str
    consent_at: datetime | None
    variables: dict[str, str]


class ContactReader:
    """Reads rows below one header; `timezone` is the clock of dates that name none.

    Nobody has agreed to anything after `now`.
    """

    def __init__(self, header: Header, region: str, timezone: str, now: datetime) -> None:
        self._header = header
        self._region = region
        self._timezone = timezone
        # A day of tolerance, for clocks and time zones differ.
        self._latest = now + timedelta(days=1)
        self._variables = columns.variable_names(header)

    def read(self, row: Row) -> ContactRow | list[FieldProblem]:
        """The contact, or one problem per wrong cell."""
        if row.problem is not None:
            return [FieldProblem(Text("linha"), row.problem, line=row.line)]
        problems: list[FieldProblem] = []
        contact = ContactRow(
            line=row.line,
            phone=self._phone(row, problems),
            name=self._cell(row, columns.NAME, problems),
            timezone=self._zone(row, problems),
            consent=self._consent(row, problems),
            consent_source=self._cell(row, columns.SOURCE, problems),
            consent_at=self._date(row, problems),
            variables=self._others(row, problems),
        )
        return problems or contact

    def _cell(self, row: Row, field: str, problems: list[FieldProblem]) -> str:
        index = self._header.fields.get(field)
        if index is None:
            return ""
        text = row.cells[index].strip()
        if len(text) > LONGEST_CELL:
            problems.append(_too_long(self._header.names[index], row.line))
        return text

    def _phone(self, row: Row, problems: list[FieldProblem]) -> str:
        text = self._cell(row, columns.PHONE, problems)
        try:
            return normalize_phone(text, self._region)
        except InvalidInput as error:
            problems.append(
                self._problem(
                    row,
                    columns.PHONE,
                    Text(error.text, **error.values),
                    Text("DDD e número, como (11) 98765-4321 ou +55 11 98765-4321"),
                )
            )
            return ""

    def _zone(self, row: Row, problems: list[FieldProblem]) -> str | None:
        text = self._cell(row, columns.TIMEZONE, problems)
        zone = _ZONES.get(text.casefold()) if text else None
        if text and zone is None:
            problem = Text("fuso horário desconhecido")
            problems.append(
                self._problem(row, columns.TIMEZONE, problem, Text("como America/Sao_Paulo"))
            )
        return zone

    def _consent(self, row: Row, problems: list[FieldProblem]) -> bool | None:
        text = self._cell(row, columns.CONSENT, problems)
        if not text:
            dated = self._cell(row, columns.DATE, [])
            # A date of consent without a column that says yes or no is a yes.
            return True if dated and columns.CONSENT not in self._header.fields else None
        consent = _consents(text)
        if consent is None:
            problem = Text("não diz se há consentimento")
            problems.append(self._problem(row, columns.CONSENT, problem, Text("sim ou não")))
        return consent

    def _date(self, row: Row, problems: list[FieldProblem]) -> datetime | None:
        text = self._cell(row, columns.DATE, problems)
        problem, accepted = Text("data no futuro"), Text("uma data que já passou")
        try:
            at = read_moment(text, self._timezone) if text else None
            if at is None or at <= self._latest:
                return at
        except ValueError:
            problem = Text("data que não se entende")
            accepted = Text("como 31/12/2025, 31/12/2025 14:30 ou 2025-12-31T14:30")
        problems.append(self._problem(row, columns.DATE, problem, accepted))
        return None

    def _others(self, row: Row, problems: list[FieldProblem]) -> dict[str, str]:
        found = {}
        for index, name in self._variables.items():
            text = row.cells[index].strip()
            if len(text) > LONGEST_CELL:
                problems.append(_too_long(self._header.names[index], row.line))
            elif text:
                found[name] = text
        return found

    def _problem(self, row: Row, field: str, problem: Text, accepted: Text) -> FieldProblem:
        name = self._header.names[self._header.fields[field]]
        return FieldProblem(name.strip(), problem, accepted, row.line)


@lru_cache(maxsize=256)
def _consents(text: str) -> bool | None:
    return parse_consent(text)


def _too_long(name: str, line: int) -> FieldProblem:
    accepted = Text("até {n} caracteres", n=LONGEST_CELL)
    return FieldProblem(name.strip(), Text("texto longo demais"), accepted, line)
