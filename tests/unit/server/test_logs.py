"""Every line of the log is an object when it is for machines; none tells a secret."""

import json
import subprocess
import sys

import pytest

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


WITH_A_SECRET = """
import logging
from brasa.server.logs import configure
configure("{form}", "info")
def work(token):
    raise ZeroDivisionError
try:
    work("brasa_" + "s3cret")
except ZeroDivisionError:
    logging.getLogger("library").exception("it broke")
"""


def _printed(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_traceback_tells_where_and_not_with_what(form: str) -> None:
    said = _printed(WITH_A_SECRET.format(form=form))
    assert "ZeroDivisionError" in said
    assert "brasa_s3cret" not in said


def test_what_a_library_logs_is_json_too_with_its_traceback() -> None:
    ours, theirs = map(json.loads, _printed(PROGRAM).splitlines())

    assert ours["event"] == "ours"
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("it broke", "error", "library")
    assert "ZeroDivisionError" in theirs["exception"]
