"""Sessions whose provider does not answer keep nobody waiting whose provider does."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from brasa.bus.work import WorkItem
from brasa.channels.base import Message
from brasa.channels.outcome import Outcome
from brasa.engine.hands import ENOUGH
from tests.integration.engine.house import House, sending
from tests.integration.engine.provider import ScriptedChannel


class Providers:
    """One that is known to be quick, and some that are silent until `answer` is set."""

    def __init__(self, house: House, campaign: int, sound: int) -> None:
        self._house = house
        self._campaign = campaign
        self._sound = str(sound)
        self.sound = sound
        self.asked, self.answer, self._changed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def due(self, sessions: Mapping[int, int]) -> None:
        """Have messages due of these sessions, so many of each, and handed out."""
        house = self._house
        for session, number in sessions.items():
            await house.make.executions(
                self._campaign, session, number, "scheduled", house.clock.now(), executed_at=None
            )
        house.queue.items.append(WorkItem(tuple((session, 0) for session in sessions)))
        house.clock.move(max(sessions.values()))  # they are a second apart

    async def until_sound_has_sent(self, number: int) -> None:
        while self._sent() < number:
            self._changed.clear()
            await self._changed.wait()

    def script(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of what channels do."""
        send_many = ScriptedChannel.send_many

        async def sent(channel: ScriptedChannel, messages: Sequence[Message]) -> list[Outcome]:
            if messages[0].session_id != self._sound:
                self.asked.set()
                await self.answer.wait()
            outcomes = await send_many(channel, messages)
            self._changed.set()
            return outcomes

        monkeypatch.setattr(ScriptedChannel, "send_many", sent)

    def _sent(self) -> int:
        return [taken.session_id for taken in self._house.provider.taken].count(self._sound)


async def _providers(
    house: House, silent: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[Providers, list[int]]:
    organization = await house.make.organization()
    sound, *others = [await house.session(organization) for _ in range(silent + 1)]
    campaign = await house.make.campaign(organization, [sound, *others])
    providers = Providers(house, campaign, sound)
    await providers.due({sound: 1})
    await house.send_due()
    providers.script(monkeypatch)
    return providers, others


async def test_more_of_them_than_may_be_at_providers_leave_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    providers, silent = await _providers(house, 60, monkeypatch)
    await providers.due(dict.fromkeys(silent, 1) | {providers.sound: 5})
    async with sending(house), asyncio.timeout(5):
        await providers.until_sound_has_sent(6)
        providers.answer.set()
    assert await house.states() == {"sent": 66}


async def test_one_with_much_to_send_keeps_nobody_from_being_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    providers, [silent] = await _providers(house, 1, monkeypatch)
    much = ENOUGH + 50
    await providers.due({silent: much})
    async with sending(house), asyncio.timeout(5):
        await providers.asked.wait()
        await providers.due({providers.sound: 5})
        async with sending(house):
            await providers.until_sound_has_sent(6)
            providers.answer.set()
    async with asyncio.timeout(20):
        while await house.states() != {"sent": 6 + much}:
            await house.send_due()
