"""What a day asked of a session stays on record as the most it ever was."""

import pytest
from sqlalchemy import insert, select

from brasa.store.database import Database
from brasa.store.day_plans import raise_plans
from brasa.store.subjects import subjects
from brasa.store.tables import session_days, session_health
from tests.builders import NOW, TODAY, Builders


@pytest.mark.parametrize(
    ("plans", "kept"), [([], 0), ([120], 120), ([120, 60], 120), ([60, 120], 120)]
)
async def test_the_largest_plan_of_the_day_is_kept(
    plans: list[int], kept: int, database: Database, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    own = {"organization_id": organization, "session_id": session}
    async with database.write() as connection:
        await connection.execute(insert(session_health).values(own))
        await connection.execute(insert(session_days).values(own | {"day": TODAY}))
    for plan in plans:
        async with database.write() as connection:
            await raise_plans(connection, [(session, TODAY, plan)])
    async with database.read() as connection:
        [subject] = await subjects(connection, [session], NOW, 7)
    assert (subject.day, subject.planned, subject.tally.cap) == (TODAY, kept, kept)


async def test_a_day_that_was_not_opened_is_not_made(database: Database, make: Builders) -> None:
    session = await make.session(await make.organization())
    async with database.write() as connection:
        await raise_plans(connection, [(session, TODAY, 120)])
        assert (await connection.execute(select(session_days))).all() == []
