"""What may happen to a cluster. Each fault takes a moment and leaves it in working order."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable

from brasa.actions.leasing import PLANNER
from brasa.store import leases
from brasa.store.database import Database
from tools.chaos.processes import Process
from tools.servers import Postgres, Server, Valkey

Fault = Callable[[], Awaitable[None]]


class Room:
    """The machine room: what is in it, and what one can do to it."""

    def __init__(
        self,
        workers: list[Process],
        gateways: list[Process],
        postgres: Postgres,
        valkey: Valkey,
        database: Database,
        chance: random.Random,
        lease: float,
    ) -> None:
        self.workers = workers
        self.gateways = gateways
        self._postgres = postgres
        self._valkey = valkey
        self._database = database
        self._chance = chance
        self._lease = lease
        self.watched = True
        self.done: Counter[str] = Counter()
        self._paused: set[asyncio.Task[None]] = set()

    async def hurt(self) -> None:
        """Do one thing, drawn by weight; one that fails (the database is away) does not count."""
        faults: list[tuple[str, int, Fault]] = [
            ("worker", 45, self._kill_worker),
            ("planner", 20, self._kill_planner),
            ("gateway", 10, self._kill_gateway),
            ("pause", 10, self._pause_worker),
            ("valkey", 8, lambda: self._restart(self._valkey)),
            ("postgres", 7, lambda: self._restart(self._postgres)),
        ]
        names = [name for name, _, _ in faults]
        [name] = self._chance.choices(names, [weight for _, weight, _ in faults])
        await {name: fault for name, _, fault in faults}[name]()
        self.done[name] += 1

    @property
    def kills(self) -> int:
        """How many nodes were killed; servers and sleepers come on top."""
        return sum(self.done[name] for name in ("worker", "planner", "gateway"))

    async def supervise(self) -> None:
        """Start again what has ended, as a service manager would, while `watched`."""
        while self.watched:
            for process in (*self.workers, *self.gateways):
                process.start()
            await asyncio.sleep(0.5)

    async def settle(self) -> None:
        """Wait for those that sleep, and let everything run."""
        await asyncio.gather(*self._paused)
        for process in (*self.workers, *self.gateways):
            process.start()

    async def _kill_worker(self) -> None:
        await self._kill(self._chance.choice(self.workers))

    async def _kill_gateway(self) -> None:
        await self._kill(self._chance.choice(self.gateways))

    async def _kill_planner(self) -> None:
        async with self._database.read() as connection:
            standing = await leases.standing(connection, PLANNER)
        # The name of a node has its process number in the middle.
        pids = {lease.owner.rsplit("-", 2)[1] for lease in standing if lease.owner}
        planners = [worker for worker in self.workers if str(worker.pid) in pids]
        await self._kill(planners[0] if planners else self._chance.choice(self.workers))

    async def _kill(self, process: Process) -> None:
        process.end(signal.SIGKILL)
        await asyncio.sleep(self._chance.uniform(0.0, 0.5))
        process.start()

    async def _pause_worker(self) -> None:
        """Stop one past its lease and let it wake; meanwhile other things happen."""
        worker = self._chance.choice(self.workers)
        pid = worker.pid
        worker.send(signal.SIGSTOP)

        async def wake() -> None:
            await asyncio.sleep(self._lease * self._chance.uniform(1.2, 2.5))
            if worker.pid == pid:
                worker.send(signal.SIGCONT)

        task = asyncio.create_task(wake())
        self._paused.add(task)
        task.add_done_callback(self._paused.discard)

    async def _restart(self, server: Server) -> None:
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(self._chance.uniform(0.5, 2.0))
        await asyncio.to_thread(server.start)
