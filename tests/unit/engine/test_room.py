"""Who may have how many messages on their way."""

from brasa.engine.room import Room


def test_slow_sessions_leave_a_fifth_to_quick_ones() -> None:
    room = Room(50)
    room.take(room.free(slow=True), slow=True)

    assert (room.taken, room.free(slow=True), room.free(slow=False)) == (40, 0, 10)


def test_quick_sessions_may_take_all_and_what_comes_back_is_free() -> None:
    room = Room(50)
    room.take(50, slow=False)
    assert (room.free(slow=False), room.free(slow=True)) == (0, 0)

    room.take(-50, slow=False)
    assert (room.taken, room.free(slow=False), room.free(slow=True)) == (0, 50, 40)


def test_where_there_is_one_place_anybody_may_take_it() -> None:
    assert Room(1).free(slow=True) == 1
