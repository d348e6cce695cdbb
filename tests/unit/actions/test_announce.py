"""`execution-log` is put together from two parts, and is what the wire's type says."""

from typing import get_type_hints

from brasa.domain.events import ExecutionLogData, ExecutionNews, ExecutionSubject


def test_the_two_parts_are_the_whole() -> None:
    subject, news, whole = map(get_type_hints, (ExecutionSubject, ExecutionNews, ExecutionLogData))
    assert subject.keys().isdisjoint(news)
    assert {*subject, *news} == whole.keys()
    assert all(whole[name] == hint for name, hint in subject.items())
    # What is told of an attempt has a time; what is only stored may not have one yet.
    assert {name for name, hint in news.items() if whole[name] != hint} == {"executed_at"}
