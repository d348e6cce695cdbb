"""Import a file of past executions, in batches; what is good is kept."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from brasa.actions.campaigns import announce_status
from brasa.actions.history.past_campaigns import PastCampaigns
from brasa.actions.history.past_health import record_past_health
from brasa.actions.history.rebase import Rebase
from brasa.actions.history.recording import Recorder
from brasa.actions.history.rows import ALIASES, HistoryReader, PastExecution, check_header
from brasa.actions.history.summary import Summary
from brasa.actions.spreadsheets.report import RejectReport
from brasa.actions.spreadsheets.table import Table
from brasa.actions.unit import Work
from brasa.domain.health import DEFAULTS, HealthSettings
from brasa.store import sessions
from brasa.store.organizations import Organization

BATCH = 2_000
Progress = Callable[[int, int], None]


class HistoryImported(msgspec.Struct, frozen=True):
    """What an import did, in rows; `known` were there already."""

    new: int
    known: int
    rejected: int
    report: Path | None


class History:
    """Writes past executions."""

    def __init__(self, work: Work, health: HealthSettings = DEFAULTS) -> None:
        self._work = work
        self._health = health

    async def import_file(
        self,
        organization: Organization,
        path: Path,
        *,
        rebase: bool = False,
        report: Path | None = None,
        progress: Progress = lambda done, total: None,
    ) -> HistoryImported:
        """Read `path` into executions and every counter that a live one would have moved.

        Campaigns that are not known are made, as ended ones; sessions must be there. `rebase` is
        for sample data, see Rebase. Raises InvalidInput for a file without a usable header.
        """
        async with self._work.database.read() as connection:
            known = await sessions.of_organization(connection, organization.organization_id)
        ids = {one.name: one.session_id for one in known}
        # What is moved lies where it is moved to.
        latest = None if rebase else self._work.clock.now()
        summary = await asyncio.to_thread(_summary, path, ids, organization.timezone, latest)
        move = None
        if rebase and summary.last_day:
            zone = ZoneInfo(organization.timezone)
            move = Rebase(summary.last_day, zone, self._work.clock.now())
        async with self._work.unit() as unit:
            campaigns = PastCampaigns(organization, ids, self._work.clock.now())
            campaign_ids = await campaigns.ensure(unit.connection, summary)
        recorder = Recorder(organization, ids, campaign_ids, self._work.clock.now(), move)
        report = report or path.with_name(f"{path.stem}.rejeitados.csv")
        with (
            Table(path, ALIASES) as table,
            RejectReport(report, table, organization.language) as rejects,
        ):
            reader = HistoryReader(table.header, ids, organization.timezone, latest)
            counts: Counter[str] = Counter()
            rows = _good_rows(table, reader, rejects)
            while batch := await asyncio.to_thread(lambda: list(islice(rows, BATCH))):
                await self._record(recorder, batch, counts)
                progress(table.bytes_read, table.size)
            await self._judge(organization, ids.values(), recorder.days)
            await self._announce(organization, campaign_ids.values(), counts)
            return HistoryImported(
                new=counts["new"],
                known=counts["known"],
                rejected=rejects.count,
                report=report if rejects.count else None,
            )

    async def _record(
        self, recorder: Recorder, batch: list[PastExecution], counts: Counter[str]
    ) -> None:
        async with self._work.unit() as unit:
            new = await recorder.record(unit.connection, batch)
        counts["new"] += new
        counts["known"] += len(batch) - new

    async def _judge(
        self, organization: Organization, session_ids: Collection[int], days: Iterable[date]
    ) -> None:
        zone = ZoneInfo(organization.timezone)
        today = self._work.clock.now().astimezone(zone).date()
        past = [day for day in days if day < today]
        async with self._work.unit() as unit:
            await record_past_health(unit.connection, session_ids, past, zone, self._health)

    async def _announce(
        self, organization: Organization, campaign_ids: Iterable[int], counts: Counter[str]
    ) -> None:
        if not counts["new"]:
            return
        now = self._work.clock.now()
        async with self._work.unit() as unit:
            for campaign_id in campaign_ids:
                await announce_status(unit, organization.organization_id, campaign_id, now)


def _good_rows(
    table: Table, reader: HistoryReader, rejects: RejectReport
) -> Iterator[PastExecution]:
    for row in table.rows():
        found = reader.read(row)
        if isinstance(found, list):
            rejects.reject(found, row.line, row.cells)
        else:
            yield found


def _summary(path: Path, ids: dict[str, int], timezone: str, latest: datetime | None) -> Summary:
    zone = ZoneInfo(timezone)
    summary = Summary()
    with Table(path, ALIASES) as table:
        check_header(table.header)
        reader = HistoryReader(table.header, ids, timezone, latest)
        for row in table.rows():
            found = reader.read(row)
            if not isinstance(found, list):
                summary.add(found, found.sent_at.astimezone(zone).date())
    return summary
