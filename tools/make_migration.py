"""Write the migration that brings the newest schema to what `store/tables/` says.

    python tools/make_migration.py "Know the nodes"      the next revision
    python tools/make_migration.py --first "Create ..."  0001 anew, while nothing is released

Read what it wrote before it is committed: it sees tables, columns and indexes, not data.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

ROOT = Path(__file__).parent.parent / "src" / "brasa" / "store" / "migrations"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("message", help="what the migration does, as an imperative")
    parser.add_argument("--first", action="store_true", help="replace every migration by one")
    options = parser.parse_args()
    if options.first:
        for path in (ROOT / "versions").glob("*.py"):
            path.unlink()
    path = write(options.message)
    kept = [line for line in path.read_text().splitlines(True) if "# ###" not in line]
    path.write_text("".join(kept))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)
    print(path)


def write(message: str) -> Path:
    """Migrate an empty database, compare it with the tables, write the difference."""
    config = Config()
    config.set_main_option("script_location", str(ROOT))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    newest = ScriptDirectory.from_config(config).get_current_head()
    with create_engine("sqlite://").connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        script = command.revision(
            config, message, autogenerate=True, rev_id=f"{int(newest or 0) + 1:04}"
        )
    assert not isinstance(script, list)
    assert script is not None
    return Path(script.path)


if __name__ == "__main__":
    main()
