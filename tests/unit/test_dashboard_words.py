"""What the server tells by a code, the dashboard says in words, in each of its languages."""

from pathlib import Path

import pytest

from brasa.domain.condition import StateReason

WORDS = Path(__file__).parents[2] / "web/app/src/i18n"


@pytest.mark.parametrize("language", ["pt-BR", "en"])
@pytest.mark.parametrize("reason", StateReason)
def test_the_reason_of_a_state_has_words(reason: StateReason, language: str) -> None:
    # Unknown ones are shown as a provider's code, which none of these is.
    assert f"      {reason.value}: " in (WORDS / f"{language}.ts").read_text(encoding="utf-8")
