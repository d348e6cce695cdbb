"""Conditions on an execution's state that a partial index answers.

SQLite uses a partial index only where the query repeats the index's own condition, in literals;
PostgreSQL draws the conclusion by itself. Indexes know the state as `standing`, see
tables/executions.py.
"""

from sqlalchemy import ColumnElement, FromClause, and_, literal_column

from brasa.domain.execution import ExecutionState
from brasa.store.tables import executions

_S = ExecutionState
OPEN = (_S.SCHEDULED, _S.SENDING)
TROUBLE = (_S.FAILED, _S.UNKNOWN, _S.SKIPPED)


def in_state(state: ExecutionState) -> ColumnElement[bool]:
    """Whether an execution is in `state`."""
    if state in TROUBLE:
        return and_(in_trouble(), executions.c.standing == _literal(state))
    if state in OPEN:
        return and_(is_open(), executions.c.state == _literal(state))
    return executions.c.standing == _literal(state)


def is_open(table: FromClause = executions) -> ColumnElement[bool]:
    """Whether an execution has a time and no outcome yet: it is in one of the states of OPEN."""
    return table.c.standing == _literal(_S.SCHEDULED)


def in_trouble() -> ColumnElement[bool]:
    """Whether an execution is in one of the states of TROUBLE, in the order of the index."""
    return executions.c.standing.in_([_literal(state) for state in TROUBLE])


def _literal(state: ExecutionState) -> ColumnElement[str]:
    return literal_column(f"'{state.value}'")
