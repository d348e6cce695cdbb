"""The Liquid that people may write in a template: text in, text out, bounded in every direction.

A template comes from a tenant, so it may not reach files, other templates or the clock, and no
body of a few kilobytes may cost more than a few milliseconds or megabytes.
"""

import functools
from collections.abc import Callable
from typing import Any

from liquid import Environment
from liquid.exceptions import FilterArgumentError, ResourceLimitError
from liquid.undefined import FalsyStrictUndefined, is_undefined

MAX_VALUE = 64 * 1024

# A replacement may be this large before it is even tried: characters times characters.
MAX_REPLACED = 4 * 1024 * 1024

_TAGS = """
    # assign break capture case comment continue cycle decrement echo for if increment unless
"""
_LIQUIDS_OWN = "content illegal output"  # text, what cannot be read, {{ }}
_FILTERS = """
    abs append at_least at_most capitalize ceil date default divided_by downcase first floor last
    lstrip minus modulo plus prepend remove remove_first remove_last replace replace_first
    replace_last round rstrip size slice split squish strip strip_newlines times truncate
    truncatewords upcase url_decode url_encode
"""
TAGS = frozenset(_TAGS.split())
FILTERS = frozenset(_FILTERS.split())


class Sandbox(Environment):
    """Plain text (nothing is escaped); a variable that is missing may be asked for
    (`{% if nome %}`, `default`) and not printed."""

    block_nesting_limit = 20
    loop_iteration_limit = 1000
    local_namespace_limit = MAX_VALUE
    output_stream_limit = MAX_VALUE

    def __init__(self) -> None:
        super().__init__(undefined=FalsyStrictUndefined)

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Keep of the standard tags and filters those that belong into a message."""
        super().setup_tags_and_filters(extra=extra)
        kept = TAGS.union(_LIQUIDS_OWN.split())
        self.tags = {name: tag for name, tag in self.tags.items() if name in kept}
        self.filters = {name: _guarded(name, self.filters[name]) for name in FILTERS}


def _guarded(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, refusing what is missing, what asks the clock and what grows out of bounds."""

    @functools.wraps(filter_)  # Liquid reads marks on the function: they are copied
    def guarded(value: object, *args: object, **kwargs: object) -> object:
        if is_undefined(value) and name != "default":
            str(value)  # raises, naming the variable
        if name == "date" and value in ("now", "today"):
            raise FilterArgumentError("date needs a value: there is no clock here", token=None)
        if name.startswith("replace") and _product(value, *args) > MAX_REPLACED:
            raise ResourceLimitError(f"{name} grows too large", token=None)
        result = filter_(value, *args, **kwargs)
        if isinstance(result, str) and len(result) > MAX_VALUE:
            raise ResourceLimitError(f"{name} grows too large", token=None)
        return result

    return guarded


def _product(value: object, *args: object) -> int:
    """How large a replacement may become: the text times what is put into it."""
    return len(str(value)) * len(str(args[-1])) if args else 0
