"""What `/readyz` finds, and what it leaves in the log."""

import structlog

from brasa.api.readiness import Readiness


async def test_a_change_is_logged_once_however_often_it_is_asked() -> None:
    answers: list[bool | Exception] = []

    async def bus() -> bool:
        answer = answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def store() -> bool:
        return True

    readiness = Readiness({"store": store, "bus": bus})
    with structlog.testing.capture_logs() as lines:
        for answer in (True, False, OSError("gone"), True, OSError("gone")):
            answers[:] = [answer]
            expected = [] if answer is True else ["bus"]
            assert await readiness.failing() == await readiness.failing() == expected

    assert [(line["event"], line["check"], line.get("why")) for line in lines] == [
        ("not_ready", "bus", "not_so"),
        ("ready_again", "bus", None),
        ("not_ready", "bus", "OSError('gone')"),
    ]
