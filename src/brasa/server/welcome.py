"""What a newcomer reads first."""

import shlex
import sys
from pathlib import Path

from brasa.config import Config
from brasa.i18n import translate

_WHERE = (
    "Brasa está no ar em {url}",
    "  painel     {url}/",
    "  Socket.IO  {url}  (emita join-organization com {example})",
    "  API        {url}/docs",
)
_WORKER = (
    "Um nó que envia está no ar; os painéis estão nos nós gateway",
    "  estado     {url}/readyz",
    "  métricas   {url}/metrics",
)
_FIRST = (("organization create", "Minha Loja"), ("session add", "Vendas 1"))
_NEXT = "Experimente em outro terminal:"
_STOP = "Ctrl-C encerra em ordem; duas vezes, na hora."


def welcome(config: Config, port: int, *, demo: bool = False, empty: bool = False) -> str:
    """Where to look and what to try next, in the language of the settings.

    `empty`: there is no organization yet, so nothing to look at before there is one.
    """
    host = "localhost" if config.host in ("127.0.0.1", "::1", "0.0.0.0") else config.host
    values = {"url": f"http://{host}:{port}", "example": "{ organizationId: 1 }"}
    where = _WORKER if config.role == "worker" else _WHERE
    told = [translate(line, config.language, **values) for line in (*where, _NEXT)]
    program = program_with_its_data(config, sys.argv[0])
    told += [f"  {program} {words}" for words in _to_try(config, demo, empty)]
    return "\n".join([*told, translate(_STOP, config.language)])


def program_with_its_data(config: Config, called: str) -> str:
    """How this very Brasa is called from a shell in the same folder."""
    program = "python -m brasa" if called.endswith("__main__.py") else shlex.quote(called)
    if config.data == "data" or not config.database_url.startswith("sqlite"):
        return program
    return f"{program} --data {shlex.quote(str(Path(config.data)))}"


def _to_try(config: Config, demo: bool, empty: bool) -> list[str]:
    to_try = ["campaign list"]
    if empty:
        to_try = [f'{made} "{translate(name, config.language)}"' for made, name in _FIRST]
    elif demo:
        to_try += ['campaign pause "aquecimento 2"', 'campaign resume "aquecimento 2"']
    if config.access == "token":
        to_try.append("token create painel --role admin")
    return to_try
