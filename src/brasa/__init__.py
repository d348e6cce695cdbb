"""Brasa: a real-time campaign server."""

__version__ = "0.1.0"
