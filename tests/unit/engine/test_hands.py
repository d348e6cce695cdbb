"""Who is read: everybody while there is room, and a slow session while it has little waiting."""

from brasa.engine.hands import ENOUGH, ENOUGH_OF_SLOW, Hands

SLOW, QUICK = 1, 2


def hands() -> tuple[Hands, list[int]]:
    looked_at: list[int] = []
    return Hands(looked_at.append), looked_at


def test_what_quick_sessions_have_waiting_bounds_what_is_read() -> None:
    found, _ = hands()
    found.count(QUICK, ENOUGH, slow=False)
    assert not found.have_room
    found.count(QUICK, ENOUGH - 1, slow=False)
    assert found.have_room
    assert not found.pass_over(QUICK)


def test_what_waits_for_a_slow_one_is_its_own_affair() -> None:
    found, _ = hands()
    found.count(SLOW, 10 * ENOUGH, slow=True)
    assert found.have_room
    assert found.pass_over(SLOW)
    assert not found.pass_over(QUICK)


def test_who_was_passed_over_is_looked_at_once_half_of_it_has_gone() -> None:
    found, looked_at = hands()
    found.count(SLOW, ENOUGH_OF_SLOW, slow=True)
    assert found.pass_over(SLOW)
    found.count(SLOW, ENOUGH_OF_SLOW // 2 + 1, slow=True)
    assert (looked_at, found.pass_over(SLOW)) == ([], True)
    found.count(SLOW, ENOUGH_OF_SLOW // 2, slow=True)
    found.count(SLOW, 0, slow=True)
    assert (looked_at, found.pass_over(SLOW)) == ([SLOW], False)


def test_or_has_turned_out_to_be_quick() -> None:
    found, looked_at = hands()
    found.count(SLOW, ENOUGH_OF_SLOW, slow=True)
    assert found.pass_over(SLOW)
    found.count(SLOW, ENOUGH_OF_SLOW - 1, slow=False)
    assert looked_at == [SLOW]
    found.count(QUICK, ENOUGH - ENOUGH_OF_SLOW + 1, slow=False)
    assert not found.have_room  # it counts among the quick now


def test_who_was_not_passed_over_has_nothing_more_to_read() -> None:
    found, looked_at = hands()
    found.count(SLOW, ENOUGH_OF_SLOW, slow=True)
    found.count(SLOW, 0, slow=True)
    assert looked_at == []
