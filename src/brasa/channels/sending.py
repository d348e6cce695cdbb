"""Sends a batch one message at a time: in order within a session, sessions side by side."""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog

from brasa.channels.base import Message
from brasa.channels.outcome import Accepted, Expired, Outcome, SendError, Unknown

Send = Callable[[Message], Awaitable[Accepted]]

_log = structlog.get_logger(__name__)


async def send_in_order(send: Send, messages: Sequence[Message]) -> list[Outcome]:
    """Give every message to `send`; one outcome each, in the order given.

    No failure stops another message. Raises nothing but the caller's own cancellation.
    """
    outcomes: list[Outcome] = [_unexpected("interrupted")] * len(messages)

    async def walk(positions: Iterable[int]) -> None:
        for position in positions:
            outcomes[position] = await outcome_of(send, messages[position])

    async with asyncio.TaskGroup() as lanes:
        for positions in _by_session(messages).values():
            lanes.create_task(walk(positions))
    return outcomes


async def outcome_of(send: Send, message: Message) -> Outcome:
    """What `send` returned or raised, as an outcome; a bug of the channel leaves it unknown.

    A process that was stopped for a while wakes up right here: what it may not send any more, for
    others have been told that nobody knows, it does not send.
    """
    if time.monotonic() >= message.deadline:
        return Expired()
    try:
        answer = await send(message)
    except (SendError, Unknown) as outcome:
        return _stripped(outcome)
    except Exception as error:
        return _bug(error)
    return answer


def _stripped(outcome: SendError | Unknown) -> SendError | Unknown:
    # An outcome outlives the call; the frames and foreign errors behind it must not.
    outcome.__cause__ = outcome.__context__ = None
    return outcome.with_traceback(None)


def _by_session(messages: Sequence[Message]) -> dict[str, list[int]]:
    lanes: dict[str, list[int]] = {}
    for position, message in enumerate(messages):
        lanes.setdefault(message.session_id, []).append(position)
    return lanes


def _bug(error: Exception) -> Unknown:
    # Only type and place are kept: the text of a foreign error may quote headers or addresses.
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    _log.error("channel_bug", error=type(error).__name__, place=place)
    return _unexpected(type(error).__name__)


def _unexpected(kind: str) -> Unknown:
    return Unknown("Erro inesperado no canal: {kind}", code="unexpected", kind=kind)
