"""Numbers are written as people of the language write them."""

import pytest

from brasa.i18n import number


@pytest.mark.parametrize(
    ("value", "language", "decimals", "written"),
    [
        (17280, "pt-BR", 0, "17.280"),
        (17280, "en", 0, "17,280"),
        (60.654, "pt-BR", 1, "60,7"),
        (60.654, "en", 1, "60.7"),
        (60.65, "pt-BR", 1, "60,7"),
        (1234.5, "pt-BR", 1, "1.234,5"),
        (0, "pt-BR", 0, "0"),
    ],
)
def test_separators_follow_the_language(
    value: float, language: str, decimals: int, written: str
) -> None:
    assert number(value, language, decimals) == written
