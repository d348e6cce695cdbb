"""Load the demo from the files in `examples/`, by the same actions that the commands call."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import brasa
from brasa.actions.campaign_files import CampaignFiles
from brasa.actions.campaigns import Campaigns
from brasa.actions.contacts import Contacts
from brasa.actions.history import History
from brasa.actions.organizations import Organizations
from brasa.actions.sessions import Sessions, read_sessions
from brasa.actions.unit import Work
from brasa.errors import Conflict, Unavailable
from brasa.store.organizations import Organization

_PACKAGE = Path(brasa.__file__).parent
# In a wheel the examples lie in the package, in a clone beside `src`.
_PLACES = (_PACKAGE / "examples", _PACKAGE.parents[1] / "examples")


async def load_demo(work: Work, folder: Path | None = None) -> list[str]:
    """Load what `demo.toml` in `folder` lists; returns the names of the organizations.

    Raises Conflict when the store already has an organization.
    """
    folder = folder or examples()
    if await Organizations(work).all():
        raise Conflict("A demonstração só é carregada num banco de dados vazio")
    demo = tomllib.loads((folder / "demo.toml").read_text(encoding="utf-8"))
    return [await _load(work, folder, part) for part in demo["organizations"]]


def examples() -> Path:
    """Where the example files are. Raises Unavailable."""
    found = next((place for place in _PLACES if (place / "demo.toml").exists()), None)
    if found is None:
        raise Unavailable("Os arquivos de exemplo não foram instalados")
    return found


async def _load(work: Work, folder: Path, part: dict[str, Any]) -> str:
    organization = await Organizations(work).create(
        part["name"], part["timezone"], part["language"], part.get("recipient_cap")
    )
    await Sessions(work).add(organization, read_sessions(folder / part["sessions"]))
    for source in part.get("contacts", ()):
        await Contacts(work).import_file(organization, folder / source["file"], source["list"])
    campaign_ids = await _create(work, organization, folder, part["campaigns"])
    for file in part.get("history", ()):
        await History(work).import_file(organization, folder / file, rebase=True)
    for campaign_id in campaign_ids:
        await Campaigns(work).start(organization.organization_id, campaign_id)
    return organization.name


async def _create(
    work: Work, organization: Organization, folder: Path, files: Iterable[str]
) -> list[int]:
    made = [await CampaignFiles(work).create(organization, folder / file) for file in files]
    return [campaign.campaign_id for campaign in made]
