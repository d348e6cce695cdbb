"""A campaign's file as a whole: every error at once, with line, field and what is accepted."""

import re
import tomllib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from brasa.domain.campaign import CampaignDefinition, MisfirePolicy, Retry
from brasa.domain.campaign_file import parts
from brasa.domain.campaign_file.fields import Fields
from brasa.domain.campaign_file.locate import locate
from brasa.domain.campaign_file.problems import Problems
from brasa.domain.clocktime import instant
from brasa.domain.toml import read_toml
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text

_POSITION = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


class CampaignDocument(msgspec.Struct, frozen=True):
    """What was read. `definition` is None exactly when `problems` has errors."""

    definition: CampaignDefinition | None
    sessions: tuple[str, ...]
    lists: tuple[str, ...]
    problems: Problems


def read_campaign(text: str, timezone: str, now: datetime) -> CampaignDocument:
    """Read a campaign's TOML. Times without an offset are on the campaign's clock, which is
    `timezone` unless the file names another.

    What is wrong is in `problems`; only text that is no TOML at all raises InvalidInput.
    """
    try:
        table = read_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput("O arquivo não é TOML válido", [_syntax(str(error), text)]) from error
    problems = Problems(locate(text))
    fields = Fields(table, (), problems)
    values = _values(fields, timezone)
    fields.close()
    _contradictions(fields, values, now)
    external = values["external"]
    return CampaignDocument(
        definition=None if problems.errors else CampaignDefinition(**values),
        sessions=values["sessions"],
        lists=external.lists if external else (),
        problems=problems,
    )


def _values(fields: Fields, timezone: str) -> dict[str, Any]:
    name = fields.text("name", required=True)
    target = fields.integer("daily_target", required=True)
    sessions = parts.names(fields, "sessions")
    zone = fields.read("timezone", _zone, Text("um fuso, como America/Sao_Paulo"))
    clock = ZoneInfo(zone or timezone)
    moment = Text("data e hora, como {example}", example="2026-11-30T08:00")
    misfires = " | ".join(f'"{policy}"' for policy in MisfirePolicy)
    windows = [parts.window(table) for table in fields.tables("windows")]
    return {
        "name": name,
        "daily_target": target,
        "sessions": sessions,
        "session_cap": fields.integer("session_cap"),
        "timezone": zone,
        "starts_at": fields.read("starts_at", lambda value: instant(value, clock), moment),
        "ends_at": fields.read("ends_at", lambda value: instant(value, clock), moment),
        "misfire": fields.read("misfire", _misfire, misfires) or MisfirePolicy.SKIP,
        "windows": tuple(window for window in windows if window),
        "quiet_hours": _part(fields, "quiet_hours", parts.quiet_hours),
        "internal": _part(fields, "internal", parts.internal),
        "external": _part(fields, "external", parts.external),
        "ramp": _part(fields, "ramp", parts.ramp),
        "retry": _part(fields, "retry", parts.retry) or Retry(),
    }


def _part(fields: Fields, name: str, read: Any) -> Any:
    table = fields.table(name)
    return read(table) if table else None


def _contradictions(fields: Fields, values: dict[str, Any], now: datetime) -> None:
    problems = fields.problems
    if not fields.has("internal") and not fields.has("external"):
        problem = Text("a campanha não diz o que enviar")
        problems.error(("internal",), problem, Text("uma tabela [internal], [external] ou ambas"))
    if fields.has("internal") and len(values["sessions"]) == 1:
        problem = Text("a conversa interna precisa de pelo menos 2 sessões")
        problems.error(("sessions",), problem)
    starts, ends = values["starts_at"], values["ends_at"]
    if ends and ends <= now:
        problems.error(("ends_at",), Text("já passou"), Text("um momento no futuro"))
    elif starts and ends and ends <= starts:
        problems.error(("ends_at",), Text("não é depois de starts_at"))
    cap, target = values["session_cap"], values["daily_target"]
    if cap and target and cap < target:
        problem = Text("menor que a meta diária ({target}), que nunca será atingida", target=target)
        problems.warn(("session_cap",), problem)


def _zone(value: Any) -> str | None:
    return value if isinstance(value, str) and value in available_timezones() else None


def _misfire(value: Any) -> MisfirePolicy | None:
    return MisfirePolicy(value) if value in list(MisfirePolicy) else None


def _syntax(message: str, text: str) -> FieldProblem:
    found = _POSITION.search(message)
    line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
    column = found["column"] if found else None
    where = Text("coluna {column}", column=column) if column else Text("fim do arquivo")
    problem = Text("erro de sintaxe: {why}", why=_POSITION.sub("", message))
    return FieldProblem(where, problem, line=line)
