"""`python -m brasa.api` prints the OpenAPI document, for those who make types of it."""

import json
import sys

from brasa.actions.unit import Work
from brasa.api.app import ApiSettings, create_app
from brasa.api.openapi import document
from brasa.bus.local import LocalBus
from brasa.clock import SystemClock
from brasa.domain.access import AccessMode
from brasa.store.access import Access
from brasa.store.database import Database


def main() -> None:
    """Describe the routes; nothing is connected to."""
    database = Database("sqlite+aiosqlite:///unused.db")
    work = Work(database, LocalBus(), SystemClock())
    app = create_app(work, Access(database, AccessMode.TOKEN), ApiSettings())
    json.dump(document(app), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
