"""Transactions on the driver: all or nothing, one moment, and none the worse for a lost server."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.database import Database
from brasa.store.statement import Statement
from brasa.store.tables import suppressions
from tests.builders import NOW, Builders

_HOW_MANY = Statement(lambda _: select(func.count()).select_from(suppressions))


@pytest.fixture(autouse=True)
async def organization(make: Builders) -> int:
    return await make.organization()


async def _suppress(connection: AsyncConnection, address: str) -> None:
    row = {"organization_id": 1, "kind": "phone", "address": address}
    await connection.execute(insert(suppressions), row | {"reason": "test", "created_at": NOW})


async def _how_many(connection: AsyncConnection) -> int:
    [[count]] = await _HOW_MANY.run(connection, {})
    return int(count)


async def _fail(connection: AsyncConnection) -> None:
    await _suppress(connection, "nobody")
    raise LookupError("on purpose")


async def test_what_returns_is_kept_and_what_raises_is_not(database: Database) -> None:
    await database.transact(lambda connection: _suppress(connection, "a"))
    with pytest.raises(LookupError, match="on purpose"):
        await database.transact(_fail)
    await database.transact(lambda connection: _suppress(connection, "b"))
    assert await database.look(_how_many) == 2


async def test_a_look_sees_one_moment(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("a look runs in one go there: nothing can come between")

    async def twice(connection: AsyncConnection) -> tuple[int, int]:
        before = await _how_many(connection)
        await database.transact(lambda other: _suppress(other, "a"))
        return before, await _how_many(connection)

    assert await database.look(twice) == (0, 0)
    assert await database.look(_how_many) == 1


async def test_a_look_waits_for_no_writer(database: Database) -> None:
    async with database.write() as connection:
        await _suppress(connection, "a")
        async with asyncio.timeout(5):
            assert await database.look(_how_many) == 0


async def test_looks_and_transactions_run_beside_each_other(database: Database) -> None:
    async def write(number: int) -> None:
        await database.transact(lambda connection: _suppress(connection, str(number)))

    looks = [database.look(_how_many) for _ in range(8)]
    await asyncio.gather(*(write(number) for number in range(8)), *looks)
    assert await database.look(_how_many) == 8


async def test_a_connection_that_the_server_ended_is_replaced(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("there is no server")
    mine = Statement(lambda _: select(func.pg_backend_pid()))
    [[kept]] = await database.look(lambda connection: mine.run(connection, {}))
    [[again]] = await database.transact(lambda connection: mine.run(connection, {}))
    assert again == kept
    async with database.write() as connection:
        await connection.execute(select(func.pg_terminate_backend(kept, 5_000)))
    [[other]] = await database.look(lambda connection: mine.run(connection, {}))
    assert other != kept


async def test_the_server_ends_a_transaction_under_way(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("there is no server")

    async def suicide(connection: AsyncConnection) -> None:
        await _suppress(connection, "a")
        await connection.execute(select(func.pg_terminate_backend(func.pg_backend_pid())))

    with pytest.raises(Exception, match=r"terminat|closed"):
        await database.transact(suicide)
    assert await database.look(_how_many) == 0


@pytest.mark.parametrize("way", ["readers", "transact", "look"])
async def test_an_error_does_not_tell_about_whom_it_was(way: str, database: Database) -> None:
    async def ask(connection: AsyncConnection) -> None:
        await connection.execute(text("SELECT * FROM nowhere WHERE :phone = 0"), {"phone": 5511999})

    async def read(body: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        async with database.read() as connection:
            await body(connection)

    run = read if way == "readers" else getattr(database, way)
    with pytest.raises(DBAPIError, match="nowhere") as raised:
        await run(ask)
    assert "5511999" not in str(raised.value)
