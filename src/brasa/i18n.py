"""Texts for people: written in pt-BR in the code, translated by gettext catalogues.

The pt-BR sentence is the message id. Catalogues lie in `locale/<language>/brasa.po` and are read
as they are, so that nothing has to be compiled.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources

DEFAULT_LANGUAGE = "pt-BR"
LANGUAGES = (DEFAULT_LANGUAGE, "en")


class Text(str):
    """A finished pt-BR sentence that still knows the pattern and the values it was made of.

    It is a plain string wherever one is wanted, and `translate` can say it in another language.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> "Text":
        text = super().__new__(cls, template.format(**values) if values else template)
        text.template = template
        text.values = values
        return text


def translate(text: str, language: str, **values: object) -> str:
    """`text` in `language` with `{names}` filled from `values`; pt-BR where no translation is.

    A `Text` brings its own values, of which those that are a `Text` are translated too.
    """
    if isinstance(text, Text):
        told = {
            name: translate(value, language) if isinstance(value, Text) else value
            for name, value in text.values.items()
        }
        return translate(text.template, language, **told)
    template = _catalogue(language).get(text, text)
    return template.format(**values) if values else template


def everywhere(text: str) -> dict[str, str]:
    """`text` in every language there is, by language."""
    return {language: translate(text, language) for language in LANGUAGES}


def number(value: float | Decimal, language: str, decimals: int = 0) -> str:
    """A number as people of the language write it: 17.280 and 60,7, or 17,280 and 60.7.

    Halves go up, as in the browser: a score of 60.65 is 60,7 in every place that shows it.
    """
    if decimals:
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")


@cache
def _catalogue(language: str) -> dict[str, str]:
    if language == DEFAULT_LANGUAGE or language not in LANGUAGES:
        return {}
    # Not at the top: whoever reads Portuguese need not load it.
    from babel.messages.pofile import read_po  # noqa: PLC0415

    source = resources.files("brasa").joinpath("locale", language, "brasa.po")
    with source.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
