"""Put the built dashboard into the wheel, as `brasa/web`, and the demo as `brasa/examples`."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DashboardHook(BuildHookInterface[Any]):
    """Builds web/app/dist and includes it; an editable install serves it from where it is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the files are collected."""
        if version == "editable" or self.target_name != "wheel":
            return
        build_data["force_include"][str(build(Path(self.root)))] = "brasa/web"
        build_data["force_include"][str(Path(self.root) / "examples")] = "brasa/examples"


def build(root: Path) -> Path:
    """Run tools/build_web.py; raises its BuildError with what to do."""
    path = root / "tools" / "build_web.py"
    spec = importlib.util.spec_from_file_location("build_web", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    dist: Path = module.build()
    return dist
