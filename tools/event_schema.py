"""Write the JSON Schema of the wire's events, from which the TypeScript types are generated.

    python tools/event_schema.py            rewrite web/packages/react/schema/events.json
    python tools/event_schema.py --check    exit 1 when that file is stale

`npm run types` in web/ then turns it into `src/types.ts`.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from brasa.domain import events

TARGET = Path(__file__).parents[1] / "web/packages/react/schema/events.json"


def event_schema() -> dict[str, Any]:
    """Every struct of the wire by name: `{"$defs": {name: schema}}`."""
    _, definitions = msgspec.json.schema_components(
        [*events.EVENT_NAMES, events.PongData], ref_template="#/$defs/{name}"
    )
    return {"$defs": dict(sorted(definitions.items()))}


def main() -> int:
    """Write or check the file; returns the exit code."""
    fresh = json.dumps(event_schema(), indent=2, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv:
        TARGET.write_text(fresh, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == fresh:
        return 0
    print(f"{TARGET.name} is stale: run `make types` and commit the result.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
