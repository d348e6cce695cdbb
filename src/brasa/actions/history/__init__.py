"""Past executions come in from a file: rows -> keys -> executions and counters.

A past execution never stands in the way of a coming one, and importing a file twice changes
nothing: see keys.py.
"""

from brasa.actions.history.importing import History, HistoryImported

__all__ = ["History", "HistoryImported"]
