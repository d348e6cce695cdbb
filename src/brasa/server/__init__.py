"""The composition root: settings in, a running system out."""

from brasa.server.run import run

__all__ = ["run"]
