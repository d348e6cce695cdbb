"""One row of a history file: one message that another tool has sent."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from brasa.actions.spreadsheets.dialect import Header, simplified
from brasa.actions.spreadsheets.moment import read_moment
from brasa.actions.spreadsheets.table import Row
from brasa.domain.contact import normalize_phone, parse_consent
from brasa.domain.execution import ExecutionState, ExecutionType
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text

ALIASES = {
    "campaign": ("campanha", "campaign"),
    "session": ("sessao", "de", "session", "from"),
    "type": ("tipo", "type"),
    "phone": ("telefone", "celular", "contato", "phone", "contact", "contact phone"),
    "name": ("nome", "nome do contato", "name", "contact name"),
    "to_session": ("para", "para sessao", "sessao de destino", "to", "to session"),
    "sent_at": ("enviada em", "enviado em", "envio", "sent at", "sent"),
    "delivered_at": ("entregue em", "entrega", "delivered at", "delivered"),
    "read_at": ("lida em", "lido em", "leitura", "read at", "read"),
    "status": ("situacao", "estado", "status", "state"),
    "error_code": ("erro", "codigo do erro", "error", "error code"),
    "opted_out": ("pediu para sair", "descadastro", "opt out", "opted out"),
}
REQUIRED = ("campaign", "session", "sent_at")

_TYPES = {
    "": None,
    "interna": ExecutionType.INTERNAL,
    "interno": ExecutionType.INTERNAL,
    "internal": ExecutionType.INTERNAL,
    "externa": ExecutionType.EXTERNAL,
    "externo": ExecutionType.EXTERNAL,
    "external": ExecutionType.EXTERNAL,
}
_S = ExecutionState
_STATES = {
    "enviada": _S.SENT,
    "enviado": _S.SENT,
    "sent": _S.SENT,
    "entregue": _S.DELIVERED,
    "delivered": _S.DELIVERED,
    "lida": _S.READ,
    "lido": _S.READ,
    "read": _S.READ,
    "falhou": _S.FAILED,
    "falha": _S.FAILED,
    "failed": _S.FAILED,
}


class PastExecution(msgspec.Struct, frozen=True, gc=False):
    """A message as the file tells it; exactly one of `phone` and `to_session` is not empty."""

    line: int
    campaign: str
    session: str
    phone: str
    name: str
    to_session: str
    sent_at: datetime
    delivered_at: datetime | None
    read_at: datetime | None
    state: ExecutionState
    error_code: str | None
    opted_out: bool

    @property
    def type(self) -> ExecutionType:
        """To a contact, or to another session."""
        return ExecutionType.EXTERNAL if self.phone else ExecutionType.INTERNAL


def check_header(header: Header) -> None:
    """Raises InvalidInput when a column that every row needs is missing."""
    missing = [ALIASES[name][0] for name in REQUIRED if name not in header.fields]
    if not {"phone", "to_session"} & header.fields.keys():
        missing.append("telefone ou para")
    if missing:
        accepted = Text("colunas: {known}", known=", ".join(names[0] for names in ALIASES.values()))
        problem = Text("faltam as colunas {missing}", missing=", ".join(missing))
        raise InvalidInput(
            "O arquivo não pode ser importado", [FieldProblem(Text("cabeçalho"), problem, accepted)]
        )


class HistoryReader:
    """Reads rows below one header; `timezone` is the clock of times that name none.

    Nothing has happened after `latest`; None does not look at that.
    """

    def __init__(
        self,
        header: Header,
        sessions: Mapping[str, int],
        timezone: str,
        latest: datetime | None = None,
    ) -> None:
        self._header = header
        self._sessions = sessions
        self._timezone = timezone
        self._latest = latest

    def read(self, row: Row) -> PastExecution | list[FieldProblem]:
        """The execution, or one problem per wrong cell."""
        if row.problem is not None:
            return [FieldProblem(Text("linha"), row.problem, line=row.line)]
        cells = _Cells(row, self._header)
        campaign, session = cells.required("campaign"), self._session(cells, "session")
        sent_at = self._moment(cells, "sent_at", required=True)
        delivered_at, read_at = (self._moment(cells, name) for name in ("delivered_at", "read_at"))
        phone, to_session = self._recipient(cells)
        state = _state(cells, delivered_at, read_at)
        if cells.problems or sent_at is None or state is None:
            return cells.problems
        return PastExecution(
            line=row.line,
            campaign=campaign,
            session=session,
            phone=phone,
            name=cells.text("name"),
            to_session=to_session,
            sent_at=sent_at,
            delivered_at=delivered_at if state in (_S.DELIVERED, _S.READ) else None,
            read_at=read_at if state is _S.READ else None,
            state=state,
            error_code=cells.text("error_code") or None,
            opted_out=parse_consent(cells.text("opted_out")) is True,
        )

    def _session(self, cells: "_Cells", field: str) -> str:
        name = cells.required(field)
        if name and name not in self._sessions:
            accepted = ", ".join(self._sessions) or Text("ainda não há nenhuma")
            cells.problem(field, Text("não há sessão {name}", name=name), accepted)
        return name

    def _moment(self, cells: "_Cells", field: str, *, required: bool = False) -> datetime | None:
        text = cells.required(field) if required else cells.text(field)
        try:
            at = read_moment(text, self._timezone) if text else None
        except ValueError:
            accepted = Text("como 31/12/2025 14:30 ou 2025-12-31T14:30")
            cells.problem(field, Text("data que não se entende"), accepted)
            return None
        if at is not None and self._latest is not None and at > self._latest:
            cells.problem(field, Text("data no futuro"), Text("uma data que já passou"))
        return at

    def _recipient(self, cells: "_Cells") -> tuple[str, str]:
        kind = simplified(cells.text("type"))
        if kind not in _TYPES:
            cells.problem("type", Text("tipo desconhecido"), "interna | externa")
            return "", ""
        if _TYPES[kind] is ExecutionType.INTERNAL or (
            _TYPES[kind] is None and not cells.text("phone")
        ):
            return "", self._session(cells, "to_session")
        try:
            return normalize_phone(cells.text("phone")), ""
        except InvalidInput as error:
            cells.problem("phone", Text(error.text, **error.values))
            return "", ""


class _Cells:
    """The cells of one row by field, and what is wrong with them."""

    def __init__(self, row: Row, header: Header) -> None:
        self._row = row
        self._header = header
        self.problems: list[FieldProblem] = []

    def text(self, field: str) -> str:
        index = self._header.fields.get(field)
        return "" if index is None else self._row.cells[index].strip()

    def required(self, field: str) -> str:
        text = self.text(field)
        if not text:
            self.problem(field, Text("falta este campo"))
        return text

    def problem(self, field: str, problem: Text, accepted: str = "") -> None:
        index = self._header.fields.get(field)
        name = ALIASES[field][0] if index is None else self._header.names[index].strip()
        self.problems.append(FieldProblem(name, problem, accepted, self._row.line))


def _state(
    cells: _Cells, delivered_at: datetime | None, read_at: datetime | None
) -> ExecutionState | None:
    word = simplified(cells.text("status"))
    if not word:
        if cells.text("error_code"):
            return _S.FAILED
        if read_at:
            return _S.READ
        return _S.DELIVERED if delivered_at else _S.SENT
    state = _STATES.get(word)
    if state is None:
        cells.problem("status", Text("situação desconhecida"), "enviada | entregue | lida | falhou")
    return state
