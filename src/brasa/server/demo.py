"""The demo for a store that has nothing yet."""

from importlib import import_module

from brasa.actions.organizations import Organizations
from brasa.actions.unit import Work


async def demo_if_empty(work: Work) -> None:
    """Load the demo unless the store has an organization already."""
    if not await Organizations(work).all():
        # Once in the life of a store: every later start goes without what reads its files.
        await import_module("brasa.actions.demo").load_demo(work)
