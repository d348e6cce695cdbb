"""Every line of the log is an object when it is for machines, whoever wrote it."""

import json
import subprocess
import sys

PROGRAM = """
import logging, structlog
from brasa.server.logs import configure
configure("json", "info")
structlog.get_logger().info("ours")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("library").exception("it %s", "broke")
"""


def test_what_a_library_logs_is_json_too_with_its_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    ours, theirs = map(json.loads, done.stdout.splitlines())

    assert not done.stderr
    assert ours["event"] == "ours"
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("it broke", "error", "library")
    assert "ZeroDivisionError" in theirs["exception"]
