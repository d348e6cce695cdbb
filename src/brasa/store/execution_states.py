"""Conditions on an execution's state that a partial index answers.

SQLite uses a partial index only where the query repeats the index's own condition, in literals;
PostgreSQL draws the conclusion by itself.
"""

from sqlalchemy import ColumnElement, and_, literal_column

from brasa.domain.execution import ExecutionState
from brasa.store.tables import executions

_S = ExecutionState
TROUBLE = (_S.FAILED, _S.UNKNOWN, _S.SKIPPED)


def in_state(state: ExecutionState) -> ColumnElement[bool]:
    """Whether an execution is in `state`."""
    same = executions.c.state == _literal(state)
    return and_(in_trouble(), same) if state in TROUBLE else same


def in_trouble() -> ColumnElement[bool]:
    """Whether an execution is in one of the states of TROUBLE, in the order of the index."""
    return executions.c.state.in_([_literal(state) for state in TROUBLE])


def _literal(state: ExecutionState) -> ColumnElement[str]:
    return literal_column(f"'{state.value}'")
