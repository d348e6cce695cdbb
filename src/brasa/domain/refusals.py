"""How an error is told to whoever asked: the same in an acknowledgement and in an API answer."""

from typing import Any

from brasa.errors import BrasaError, InvalidInput
from brasa.i18n import translate

# For what was not raised on purpose: nothing of it leaves the server.
INTERNAL = BrasaError("Erro interno; ele foi registrado no servidor")


def told(error: BrasaError, language: str) -> str:
    """The sentence of an error in `language`."""
    return translate(error.text, language, **error.values)


def error_body(error: BrasaError, language: str) -> dict[str, Any]:
    """`{code, message, fields?}`; with every field that is wrong, for an invalid input."""
    body: dict[str, Any] = {"code": error.code, "message": told(error, language)}
    if isinstance(error, InvalidInput) and error.problems:
        body["fields"] = [
            {
                "field": problem.field,
                "message": _sentence(problem.problem, problem.accepted, language),
            }
            for problem in error.problems
        ]
        every = "; ".join(f"{f['field']} {f['message']}".strip() for f in body["fields"])
        body["message"] += f": {every}"
    return body


def _sentence(problem: str, accepted: str, language: str) -> str:
    sentence = translate(problem, language)
    return f"{sentence} ({translate(accepted, language)})" if accepted else sentence
