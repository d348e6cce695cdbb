"""Sessions come in one by one or from a file, and are found and switched."""

from brasa.actions.sessions.files import read_sessions
from brasa.actions.sessions.managing import Sessions
from brasa.actions.sessions.releasing import Releasing

__all__ = ["Releasing", "Sessions", "read_sessions"]
