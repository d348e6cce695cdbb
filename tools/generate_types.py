"""Generate the TypeScript types of the wire and of the REST API from the server's own schemas.

python -m tools.generate_types            write the schemas and the types made of them
python -m tools.generate_types --check    exit 1 when any of them is stale
"""

import subprocess
import sys

from tools.build_web import WEB, find_npm

# What prints a schema, and where a copy of it is kept for those who only have Node.
SCHEMAS = {
    WEB / "packages/react/schema/events.json": ("brasa", "schema", "events"),
    WEB / "app/schema/openapi.json": ("brasa.api",),
}


def main() -> int:
    """Write or check; returns the exit code."""
    check = "--check" in sys.argv
    for path, module in SCHEMAS.items():
        fresh = printed(*module)
        if not check:
            path.write_text(fresh, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != fresh:
            print(f"{path.name} is stale: run `make types` and commit the result", file=sys.stderr)
            return 1
    find_npm().run("run", "--silent", "types", *(["--", "--check"] if check else []))
    return 0


def printed(*module: str) -> str:
    """What a module of the server prints; raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", *module]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    raise SystemExit(main())
