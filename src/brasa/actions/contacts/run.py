"""One file of contacts on its way into a list, in batches, so that a server is not starved."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from brasa.actions.announce import notify
from brasa.actions.contacts.merging import merged
from brasa.actions.contacts.rows import ContactReader, ContactRow
from brasa.actions.contacts.seen import Seen
from brasa.actions.spreadsheets.report import RejectReport
from brasa.actions.spreadsheets.table import Table
from brasa.actions.unit import Unit, Work
from brasa.domain.os_errors import FULL, reason
from brasa.errors import FieldProblem, LimitExceeded, StoreError
from brasa.i18n import Text
from brasa.store import contacts, lists
from brasa.store.contacts import StoredContact
from brasa.store.organizations import Organization

BATCH = 4_000
Progress = Callable[[int, int], None]


class Imported(msgspec.Struct, frozen=True):
    """What an import did, in rows; `members` is how many the list has now."""

    new: int
    updated: int
    unchanged: int
    rejected: int
    without_consent: int
    members: int
    report: Path | None


class ImportRun:
    """One file on its way into one list."""

    def __init__(
        self,
        work: Work,
        organization: Organization,
        *,
        table: Table,
        rejects: RejectReport,
        region: str,
        max_rows: int,
    ) -> None:
        self._work = work
        self._organization = organization
        self._table = table
        self._rejects = rejects
        self._reader = ContactReader(table.header, region, organization.timezone, work.clock.now())
        self._max_rows = max_rows
        self._counts: Counter[str] = Counter()

    async def into(self, list_name: str, progress: Progress) -> Imported:
        """Read all rows into the list of this name. Raises StoreError and LimitExceeded."""
        seen = Seen()
        rows = self._good_rows(seen)
        try:
            while batch := await asyncio.to_thread(lambda: list(islice(rows, BATCH))):
                await self._save(batch, list_name)
                progress(self._table.bytes_read, self._table.size)
            return await self._finish(list_name)
        except StoreError as error:
            raise self._explained(error) from error
        except OSError as error:
            code = "disk_full" if error.errno in FULL else "disk_failed"
            raise self._explained(StoreError(reason(error), code=code)) from error
        finally:
            seen.close()

    def _good_rows(self, seen: Seen) -> Iterator[ContactRow]:
        for number, row in enumerate(self._table.rows(), 1):
            if number > self._max_rows:
                raise LimitExceeded(
                    "O arquivo tem mais de {n} linhas, o limite de max_contacts_per_import",
                    n=self._max_rows,
                )
            found = self._reader.read(row)
            if not isinstance(found, list):
                earlier = seen.earlier(found.phone, row.line)
                if earlier is None:
                    yield found
                    continue
                found = [_repeated(earlier, row.line)]
            self._rejects.reject(found, row.line, row.cells)

    async def _save(self, batch: list[ContactRow], list_name: str) -> None:
        organization_id, at = self._organization.organization_id, self._work.clock.now()
        async with self._work.unit() as unit:
            list_id = await lists.ensure(unit.connection, organization_id, list_name, at)
            phones = [row.phone for row in batch]
            known = await contacts.by_phone(unit.connection, organization_id, phones)
            after = [merged(row, known.get(row.phone), self._table.path.name, at) for row in batch]
            changed = [contact for contact in after if contact != known.get(contact.address)]
            if changed:
                await contacts.save_phones(unit.connection, organization_id, changed, at)
            await lists.add_phones(unit.connection, organization_id, list_id, phones)
        self._count(after, changed, known)

    def _count(
        self,
        after: list[StoredContact],
        changed: list[StoredContact],
        known: dict[str, StoredContact],
    ) -> None:
        new = len(after) - len(known)
        self._counts["new"] += new
        self._counts["updated"] += len(changed) - new
        self._counts["unchanged"] += len(after) - len(changed)
        self._counts["without_consent"] += sum(contact.consent_at is None for contact in after)

    async def _finish(self, list_name: str) -> Imported:
        organization_id, at = self._organization.organization_id, self._work.clock.now()
        if not self._kept:
            return self._imported(await self._members(list_name))
        async with self._work.unit() as unit:
            list_id = await lists.ensure(unit.connection, organization_id, list_name, at)
            await lists.enroll_again(unit.connection, list_id)
            members = await lists.member_count(unit.connection, list_id)
            done = self._imported(members)
            if done.new or done.updated:
                self._announce(unit, list_name, done)
        return done

    async def _members(self, list_name: str) -> int:
        """Of a list that nothing was added to, which may not be there at all."""
        async with self._work.database.read() as connection:
            found = await lists.ids(connection, self._organization.organization_id, [list_name])
            return await lists.member_count(connection, found[list_name]) if found else 0

    @property
    def _kept(self) -> int:
        """Rows that are in the store, whether they changed it or not."""
        return sum(self._counts[name] for name in ("new", "updated", "unchanged"))

    def _imported(self, members: int) -> Imported:
        return Imported(
            new=self._counts["new"],
            updated=self._counts["updated"],
            unchanged=self._counts["unchanged"],
            rejected=self._rejects.count,
            without_consent=self._counts["without_consent"],
            members=members,
            report=self._rejects.path if self._rejects.count else None,
        )

    def _announce(self, unit: Unit, list_name: str, done: Imported) -> None:
        notify(
            unit,
            self._organization.organization_id,
            "success",
            "contacts_imported",
            "Contatos importados na lista {list} (novos: {new}, atualizados: {updated})",
            self._organization.language,
            self._work.clock.now(),
            list=list_name,
            new=done.new,
            updated=done.updated,
        )

    def _explained(self, error: StoreError) -> StoreError:
        return StoreError(
            "{why}. {kept} contatos já lidos foram mantidos; "
            "resolva e importe o arquivo de novo para continuar",
            code=error.code,
            why=Text("O disco está cheio") if error.code == "disk_full" else Text(error.text),
            kept=self._kept,
        )


def _repeated(earlier: int, line: int) -> FieldProblem:
    problem = Text("o mesmo número já está na linha {earlier}", earlier=earlier)
    return FieldProblem(Text("telefone"), problem, Text("uma linha por número"), line)
