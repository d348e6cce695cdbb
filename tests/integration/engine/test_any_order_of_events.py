"""Whatever happens in whatever order: nobody is written to twice, nobody is forgotten, and every
counter is what a count gives."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from brasa.actions.executions import Executions, Resolution
from brasa.channels.base import Inbound, Message
from brasa.channels.outcome import Accepted, Outcome, SendError, Unknown
from brasa.errors import Conflict
from brasa.store.database import Database
from brasa.store.tables import contacts, executions, sessions
from tests.integration.engine.house import House, opened, sending
from tests.integration.engine.provider import accepted
from tests.integration.engine.recount import assert_counters_agree
from tests.stores import SqliteStores

CONTACTS, CAP = 12, 9
ANSWERS: dict[str, Callable[[Message], Outcome]] = {
    "takes": accepted,
    "is busy": lambda message: SendError("cheio", code="busy", retryable=True),
    "refuses": lambda message: SendError("não", code="bad"),
    "is silent": lambda message: Unknown("?", code="timeout"),
}


class Story:
    """A campaign, and what may happen to it; it counts how often each message may have left."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.operator = Executions(house.work)
        self.taken: Counter[str] = Counter()
        self.may_go: Counter[str] = Counter()
        self.mood = "takes"
        house.provider.answer = self._answer

    def _answer(self, message: Message) -> Outcome:
        outcome = ANSWERS[self.mood](message)
        if isinstance(outcome, Accepted | Unknown):
            self.taken[message.execution_id] += 1
        return outcome

    async def begin(self) -> None:
        make = self.house.make
        organization = await make.organization(recipient_cap=CAP)
        members = [await self.house.session(organization) for _ in range(2)]
        self.campaign = await self.house.campaign(
            organization, members, contacts=CONTACTS, daily_target=8_640
        )
        await self.house.campaigns.start(organization, self.campaign)

    async def passes(self) -> None:
        await self.house.run(20, step=10)

    async def works_late(self) -> None:
        """A message is at the provider for longer than its lease."""
        provider = self.house.provider
        provider.open.clear()
        provider.asked.clear()
        await self.house.tick()
        self.house.clock.move(10)
        async with sending(self.house):
            self.house.clock.move(40)
            for _ in range(2):
                await self.house.tick()
            provider.open.set()

    async def pause(self) -> None:
        with suppress(Conflict):
            await self.house.campaigns.pause(1, self.campaign)

    async def resume(self) -> None:
        with suppress(Conflict):
            await self.house.campaigns.resume(1, self.campaign)

    async def retry(self) -> None:
        await self.operator.retry_failed(1, self.campaign)

    async def send_again(self) -> None:
        """The operator takes the risk of a second message."""
        for row in await self._unknown():
            self.may_go[str(row)] += 1
        await self.operator.resolve_unknown(1, self.campaign, Resolution.RETRY)

    async def was_sent(self) -> None:
        await self.operator.resolve_unknown(1, self.campaign, Resolution.SENT)

    async def opt_out(self) -> None:
        [first, *_] = await self.house.rows(contacts)
        said = Inbound("1", first.address, "SAIR", self.house.clock.now())
        await self.house.engine.receipts.apply([said])

    async def disable(self) -> None:
        await self._set_first(enabled=False)

    async def enable(self) -> None:
        await self._set_first(enabled=True)

    async def down(self) -> None:
        """Nobody works for half an hour."""
        self.house.clock.move(1_800)

    async def _set_first(self, **values: bool) -> None:
        async with self.house.database.write() as connection:
            await connection.execute(update(sessions).where(sessions.c.id == 1).values(values))

    async def _unknown(self) -> list[int]:
        return [row.id for row in await self.house.rows(executions, state="unknown")]

    async def end(self) -> None:
        """Everything goes well from now on, for some days: the cap lets everybody through."""
        self.mood = "takes"
        await self.enable()
        await self.resume()
        for _ in range(3):
            await self.house.run(120, step=10)
            self.house.clock.move(86_400)


EVENTS: dict[str, Callable[[Story], Awaitable[None]]] = {
    name: getattr(Story, name)
    for name in (
        *("passes", "works_late", "pause", "resume", "retry", "send_again", "was_sent"),
        *("opt_out", "disable", "enable", "down"),
    )
}
STEPS = st.lists(st.sampled_from([*EVENTS, *ANSWERS]), max_size=14)


@settings(settings.get_profile("engine"), max_examples=6)
@given(STEPS)
async def test_it_ends_well(sqlite_stores: SqliteStores, steps: list[str]) -> None:
    async with sqlite_stores.fresh() as url:
        store = Database(url)
        async with opened(store) as house:
            story = Story(house)
            await story.begin()
            for step in steps:
                if step in ANSWERS:
                    story.mood = step
                else:
                    await EVENTS[step](story)
                await assert_counters_agree(house)
            await story.end()
            await assert_counters_agree(house)
            states = await house.states()
            assert not {"pending", "scheduled", "sending"} & states.keys(), states
            for execution, times in story.taken.items():
                assert times <= 1 + story.may_go[execution]
        await store.close()
