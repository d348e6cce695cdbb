"""What may be wrong with a new session."""

from brasa.channels.registry import standard_registry
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text
from brasa.store.sessions import NewSession

_CHANNELS = standard_registry()


def problems_of(new: NewSession) -> list[FieldProblem]:
    """Every wrong field, named `<session>.<field>`; the channel judges its own settings."""
    problems = []
    if not new.name.strip():
        problems.append(FieldProblem("name", Text("o nome não pode ser vazio")))
    if new.daily_cap is not None and new.daily_cap < 1:
        accepted = Text("um inteiro a partir de 1")
        problems.append(FieldProblem(f"{new.name}.daily_cap", Text("valor não aceito"), accepted))
    try:
        _CHANNELS.validate(new.channel, new.settings)
    except InvalidInput as error:
        problems += [
            FieldProblem(f"{new.name}.{one.field}", one.problem, one.accepted)
            for one in error.problems
        ]
    return problems
