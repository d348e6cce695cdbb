"""Who takes part in the cluster: nodes come, report, leave, and are missed when they do not."""

import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from brasa.actions.announce import notify
from brasa.actions.unit import Unit, Work
from brasa.domain.events import NotificationType
from brasa.store import nodes, organizations
from brasa.store.nodes import Node

log = structlog.get_logger()

# A node that has not reported for this long is lost. Three reports fit.
LOST_AFTER = timedelta(seconds=6)


class Membership:
    """One node's own entry, and its eye on the others'."""

    def __init__(self, work: Work, node_id: str, role: str) -> None:
        self._work = work
        self.node_id = node_id
        self.role = role
        self._started_at = work.clock.now()
        self._reported_at: datetime | None = None
        # Until then nobody is missed: while the store was away nobody could report.
        self._patient_until = self._started_at

    async def report(self, now: datetime, info: dict[str, Any]) -> list[Node]:
        """Say that this node lives, notice who does not; the nodes that live, by age.

        A node that could not report itself gives the others time to do so first.
        """
        if self._reported_at is not None and now - self._reported_at >= LOST_AFTER:
            self._patient_until = now + LOST_AFTER
        node = Node(
            id=self.node_id,
            role=self.role,
            host=socket.gethostname(),
            started_at=self._started_at,
            seen_at=now,
            info=info,
        )
        async with self._work.unit() as unit:
            known = {other.id: other for other in await nodes.all_nodes(unit.connection)}
            await nodes.report(unit.connection, node)
            if self.node_id not in known:
                await self._announce(unit, "node_joined", "Um nó entrou no cluster: {node}", node)
            if now >= self._patient_until:
                await self._miss_silent(unit, known, now)
            alive = await nodes.all_nodes(unit.connection)
        self._reported_at = now
        return alive

    async def _miss_silent(self, unit: Unit, known: Mapping[str, Node], now: datetime) -> None:
        text = "Um nó do cluster parou de responder: {node}"
        lost = await nodes.forget_silent(unit.connection, now - LOST_AFTER)
        for id_ in sorted(set(lost) & known.keys()):
            await self._announce(unit, "node_lost", text, known[id_])

    async def leave(self) -> None:
        """End as a node should."""
        async with self._work.unit() as unit:
            await nodes.leave(unit.connection, [self.node_id])
        log.info("node_left", node=self.node_id)

    async def _announce(self, unit: Unit, code: str, text: str, node: Node) -> None:
        (log.warning if code == "node_lost" else log.info)(code, node=node.id)
        now = self._work.clock.now()
        kind: NotificationType = "warning" if code == "node_lost" else "info"
        for organization in await organizations.all_of_them(unit.connection):
            notify(
                unit,
                organization.organization_id,
                kind,
                code,
                text,
                organization.language,
                now,
                {"node": node.id, "role": node.role},
                node=node.id,
            )
