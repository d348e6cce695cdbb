"""In which language a request is answered."""

from typing import Any

from litestar.connection import ASGIConnection

from brasa.i18n import DEFAULT_LANGUAGE, LANGUAGES
from brasa.store.organizations import Organization


def language_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The organization's, where the request has reached one; else the browser's."""
    organization = connection.state.get("organization")
    if isinstance(organization, Organization):
        return organization.language
    wanted = connection.headers.get("accept-language", "")
    for part in wanted.split(","):
        tag = part.partition(";")[0].strip().lower()
        for language in LANGUAGES:
            if tag == language.lower() or tag.partition("-")[0] == language.partition("-")[0]:
                return language
    return DEFAULT_LANGUAGE
