"""Import a file of contacts into a list."""

from pathlib import Path

from brasa.actions.contacts.columns import ALIASES, checked
from brasa.actions.contacts.run import Imported, ImportRun, Progress
from brasa.actions.spreadsheets.report import RejectReport
from brasa.actions.spreadsheets.table import Table
from brasa.actions.unit import Work
from brasa.store.organizations import Organization


class Contacts:
    """Writes contacts."""

    def __init__(self, work: Work, *, max_rows: int = 10_000_000) -> None:
        self._work = work
        self._max_rows = max_rows

    async def import_file(
        self,
        organization: Organization,
        path: Path,
        list_name: str,
        *,
        report: Path | None = None,
        region: str = "BR",
        progress: Progress = lambda done, total: None,
    ) -> Imported:
        """Read `path` into the list called `list_name`, which is made if there is none.

        Good rows are kept whatever the others are; these go to `report` (beside the file unless
        told otherwise). Running it again changes nothing and finishes what was interrupted.
        Raises InvalidInput for a file without a usable header, StoreError (`disk_full`) saying
        how many rows were kept, LimitExceeded past `max_rows`.
        """
        report = report or path.with_name(f"{path.stem}.rejeitados.csv")
        with (
            Table(path, ALIASES) as table,
            RejectReport(report, table, organization.language) as rejects,
        ):
            checked(table.header)
            run = ImportRun(
                self._work,
                organization,
                table=table,
                rejects=rejects,
                region=region,
                max_rows=self._max_rows,
            )
            return await run.into(list_name, progress)
