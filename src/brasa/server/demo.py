"""The demo for a store that has nothing yet."""

from importlib import import_module

import structlog

from brasa.actions.organizations import Organizations
from brasa.actions.unit import Work
from brasa.i18n import translate

log = structlog.get_logger()


async def demo_if_empty(work: Work, language: str) -> None:
    """Load the demo unless the store has an organization already."""
    if not await Organizations(work).all():
        log.info(translate("Carregando a demonstração...", language), line=True)
        # Once in the life of a store: every later start goes without what reads its files.
        await import_module("brasa.actions.demo").load_demo(work)
