"""What a newcomer reads first."""

from brasa.config import Config
from brasa.i18n import translate

_LINES = (
    "Brasa está no ar em {url}",
    "  painel     {url}/",
    "  Socket.IO  {url}  (emita join-organization com {example})",
    "  API        {url}/docs",
    "Experimente em outro terminal:",
    "  {command} campaign list",
    "  {command} campaign pause “aquecimento 2”",
    "Ctrl-C encerra em ordem; duas vezes, na hora.",
)


def welcome(config: Config, port: int) -> str:
    """Where to look and what to try next, in the language of the settings."""
    host = "localhost" if config.host in ("127.0.0.1", "::1", "0.0.0.0") else config.host
    values = {
        "url": f"http://{host}:{port}",
        "example": "{ organizationId: 1 }",
        "command": ".venv/bin/brasa",
    }
    return "\n".join(translate(line, config.language, **values) for line in _LINES)
