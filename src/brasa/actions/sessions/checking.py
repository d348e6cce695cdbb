"""What may be wrong with a new session."""

from brasa.errors import FieldProblem
from brasa.i18n import Text
from brasa.store.sessions import NewSession


def problems_of(new: NewSession) -> list[FieldProblem]:
    """Every wrong field, named `<session>.<field>`."""
    problems = []
    if not new.name.strip():
        problems.append(FieldProblem("name", Text("o nome não pode ser vazio")))
    if new.daily_cap is not None and new.daily_cap < 1:
        accepted = Text("um inteiro a partir de 1")
        problems.append(FieldProblem(f"{new.name}.daily_cap", Text("valor não aceito"), accepted))
    return problems
