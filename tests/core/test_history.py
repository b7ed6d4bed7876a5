from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from strategies import law, untidy_histories, untidy_records

from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import ENTRIES, History, corrected, targets
from noe_core.moments import is_day, order, within
from noe_core.relationship.state import Relationship
from noe_core.relationship.state import evolve as step
from noe_core.relationship.work import WorkRecorded
from noe_core.typed import Fact

STREAM = "relationship/a:b"
NEW_YORK = ZoneInfo("America/New_York")


def fact(version: int, data: Fact, occurred: Any, recorded: str) -> AnyRecorded:
    """A recorded fact; the time of recording is noon UTC of a day unless it says more."""
    when = f"{recorded}T12:00:00+00:00" if len(recorded) == 10 else recorded
    return Recorded(
        stream=STREAM,
        version=version,
        id=UUID(int=version),
        event="any",
        schema=1,
        occurred_at=date.fromisoformat(occurred) if isinstance(occurred, str) else occurred,
        recorded_at=datetime.fromisoformat(when),
        recorded_by="nora",
        data=data,
    )


def work(
    version: int, occurred: Any, recorded: str | None = None, topic: str = "as first said"
) -> AnyRecorded:
    """Some work."""
    return fact(
        version, WorkRecorded(work_id=f"w{version}", topic=topic), occurred, recorded or occurred
    )


def correction(version: int, target: int, recorded: str, **fields: Any) -> AnyRecorded:
    """A correction; it happens the day it is recorded."""
    data = EntryCorrected(target_event_id=UUID(int=target), new_fields=fields)
    return fact(version, data, recorded[:10], recorded)


def withdrawal(version: int, target: int, recorded: str) -> AnyRecorded:
    """A withdrawal."""
    return fact(version, EntryWithdrawn(target_event_id=UUID(int=target)), recorded, recorded)


def history(*records: AnyRecorded, **cuts: Any) -> History:
    """The history of some records, seen from days given as text."""
    days = {name: date.fromisoformat(day) for name, day in cuts.items()}
    return History(stream=STREAM, records=records).at(**days)


def told(seen: History) -> list[tuple[int, Any]]:
    """What is seen: versions and topics."""
    return [(f.version, f.data.topic) for f in seen if isinstance(f.data, WorkRecorded)]


FIRST = "as first said"
LATE = (work(1, "2022-01-10"), work(2, "2022-01-05", "2022-02-01"), work(3, "2022-02-10"))


@pytest.mark.parametrize(
    ("cuts", "versions"),
    [
        ({}, [2, 1, 3]),
        ({"as_of": "2022-01-31"}, [2, 1]),
        ({"known_at": "2022-01-31"}, [1]),
        ({"known_at": "2022-02-01"}, [2, 1]),
        ({"as_of": "2022-01-09", "known_at": "2022-02-01"}, [2]),
        ({"as_of": "2022-01-09", "known_at": "2022-01-31"}, []),
        ({"as_of": "2022-01-05"}, [2]),
        ({"as_of": "2022-01-04"}, []),
    ],
    ids=str,
)
def test_a_history_is_cut_by_the_world_and_by_the_log(
    cuts: dict[str, str], versions: list[int]
) -> None:
    """What had happened is not what was written down; both cuts hold together."""
    seen = history(*LATE, **cuts)
    assert [f.version for f in seen] == versions
    assert len(seen) == len(versions)
    assert seen.records == LATE


AMENDED = (
    work(1, "2022-01-10"),
    work(2, "2022-01-20"),
    correction(3, 1, "2022-03-01", topic="as set right"),
    withdrawal(4, 2, "2022-03-05"),
)


@pytest.mark.parametrize(
    ("cuts", "seen"),
    [
        ({}, [(1, "as set right")]),
        ({"as_of": "2022-01-31"}, [(1, "as set right")]),
        ({"known_at": "2022-02-28"}, [(1, FIRST), (2, FIRST)]),
        ({"known_at": "2022-03-01"}, [(1, "as set right"), (2, FIRST)]),
        ({"as_of": "2022-01-15", "known_at": "2022-02-28"}, [(1, FIRST)]),
        ({"as_of": "2022-01-15", "known_at": "2022-03-01"}, [(1, "as set right")]),
    ],
    ids=str,
)
def test_corrections_hold_from_when_they_were_known_whatever_day_is_looked_at(
    cuts: dict[str, str], seen: list[tuple[int, str]]
) -> None:
    """They are resolved by the log alone: a day of the world before them sees them too."""
    assert told(history(*AMENDED, **cuts)) == seen


@pytest.mark.parametrize(
    ("cuts", "versions"),
    [
        ({"as_of": "2022-01-31"}, [2]),
        ({"as_of": "2022-01-31", "known_at": "2022-02-28"}, [1]),
        ({"as_of": "2022-02-10"}, [2, 1]),
        ({"as_of": "2022-02-10", "known_at": "2022-02-28"}, [1, 2]),
    ],
    ids=str,
)
def test_a_corrected_day_moves_a_fact_in_and_out_of_sight(
    cuts: dict[str, str], versions: list[int]
) -> None:
    """The corrected day is the one that is cut and ordered by."""
    records = (
        work(1, "2022-01-10"),
        work(2, "2022-02-05"),
        correction(3, 1, "2022-03-01", occurred_at="2022-02-01"),
        correction(4, 2, "2022-03-01", occurred_at="2022-01-20"),
    )
    assert [f.version for f in history(*records, **cuts)] == versions


def test_corrections_build_on_each_other_in_order_of_recording() -> None:
    """The last word on a field holds, and a field not named again keeps the word before."""
    records = (
        work(1, "2022-01-10"),
        correction(2, 1, "2022-02-01", topic="second", gap="more"),
        correction(3, 1, "2022-02-02", topic="third"),
        correction(4, 1, "2022-02-03", gap=None),
    )
    (seen,) = history(*records)
    assert seen.data == WorkRecorded(work_id="w1", topic="third")
    assert seen.corrected_by == (UUID(int=2), UUID(int=3), UUID(int=4))
    (before,) = history(*records, known_at="2022-02-02")
    assert before.data == WorkRecorded(work_id="w1", topic="third", gap="more")
    assert before.corrected_by == (UUID(int=2), UUID(int=3))


def test_a_withdrawn_correction_no_longer_corrects() -> None:
    """From when its withdrawal is known; the corrections beside it stay."""
    records = (
        work(1, "2022-01-10"),
        correction(2, 1, "2022-02-01", topic="second"),
        correction(3, 1, "2022-02-02", gap="more"),
        withdrawal(4, 2, "2022-02-03"),
    )
    (seen,) = history(*records)
    assert seen.data == WorkRecorded(work_id="w1", topic=FIRST, gap="more")
    assert seen.corrected_by == (UUID(int=3),)
    assert told(history(*records, known_at="2022-02-02")) == [(1, "second")]


def test_a_correction_of_an_entry_is_passed_over() -> None:
    """Corrections stand as they were recorded; so do withdrawals."""
    records = (
        work(1, "2022-01-10"),
        correction(2, 1, "2022-02-01", topic="second"),
        correction(3, 2, "2022-02-02", new_fields={"topic": "third"}),
        withdrawal(4, 3, "2022-02-03"),
        correction(5, 4, "2022-02-04", target_event_id=str(UUID(int=1))),
    )
    assert told(history(*records)) == [(1, "second")]


@pytest.mark.parametrize(
    "fields",
    [{"no_such_field": 1}, {"minutes": 0}, {"occurred_at": "soon", "topic": "second"}],
    ids=str,
)
def test_a_correction_that_does_not_fit_leaves_the_fact(fields: dict[str, Any]) -> None:
    """Whole, not in part; one that fits after it still holds."""
    bad = correction(2, 1, "2022-02-01", **fields)
    assert history(work(1, "2022-01-10"), bad).facts == (work(1, "2022-01-10"),)
    good = correction(3, 1, "2022-02-02", topic="third")
    (seen,) = history(work(1, "2022-01-10"), bad, good)
    assert seen == corrected(work(1, "2022-01-10"), good)
    assert seen.corrected_by == (UUID(int=3),)


def test_entries_about_nothing_change_nothing() -> None:
    """Their target may be unknown, or not recorded yet and then it counts."""
    lost = (correction(1, 9, "2022-01-01", topic="second"), withdrawal(2, 8, "2022-01-02"))
    assert told(history(*lost)) == []
    assert told(history(*lost, work(3, "2022-01-03"))) == [(3, FIRST)]
    early = history(correction(1, 2, "2022-01-01", topic="second"), work(2, "2022-01-02"))
    assert told(early) == [(2, "second")]
    assert list(targets(history(*lost).entries)) == [UUID(int=9), UUID(int=8)]
    assert list(targets(LATE)) == []


def test_facts_stand_by_when_they_happened_then_by_version() -> None:
    """A day stands after the instants of it recorded before, and before those recorded after."""
    instant = datetime(2022, 1, 10, 0, 0, tzinfo=UTC)
    records = (
        work(1, datetime(2022, 1, 10, 8, tzinfo=UTC), "2022-01-12"),
        work(2, instant, "2022-01-12"),
        work(3, "2022-01-10", "2022-01-12"),
        work(4, "2022-01-09", "2022-01-12"),
        work(5, datetime(2022, 1, 10, 9, tzinfo=UTC), "2022-01-12"),
    )
    seen = history(*records)
    assert [f.version for f in seen] == [4, 2, 1, 3, 5]


def test_days_are_those_of_a_zone() -> None:
    """An hour before midnight UTC it is tomorrow in Paris and still today in New York."""
    late = datetime(2022, 1, 31, 23, tzinfo=UTC)
    in_paris = history(work(1, late, "2022-01-31T23:00:00+00:00"))
    in_new_york = evolve(in_paris, zone=NEW_YORK)
    for cut in ("as_of", "known_at"):
        assert len(in_paris.at(**{cut: date(2022, 1, 31)})) == 0
        assert len(in_paris.at(**{cut: date(2022, 2, 1)})) == 1
        assert len(in_new_york.at(**{cut: date(2022, 1, 31)})) == 1
    assert (in_paris.day, in_new_york.day) == (date(2022, 2, 1), date(2022, 1, 31))


def test_cuts_are_added_to_one_another() -> None:
    """What is not said again stays as it was."""
    both = history(*LATE).at(as_of=date(2022, 1, 31)).at(known_at=date(2022, 1, 31))
    assert both == history(*LATE, as_of="2022-01-31", known_at="2022-01-31")
    assert both.at(as_of=date(2022, 1, 1)).known_at == date(2022, 1, 31)


def test_the_day_seen_is_as_of_else_that_of_the_last_record_known() -> None:
    """An empty history is seen from the beginning of time."""
    assert history(*LATE).day == date(2022, 2, 10)
    assert history(*LATE, known_at="2022-02-05").day == date(2022, 2, 1)
    assert history(*LATE, as_of="2022-05-01", known_at="2022-02-05").day == date(2022, 5, 1)
    at_night = history(*LATE).at(as_of=datetime(2022, 1, 31, 23, tzinfo=UTC))
    assert at_night.day == date(2022, 2, 1)
    assert history().day == date.min
    assert history(*LATE, known_at="2021-01-01").day == date.min


def test_later_records_join_under_the_same_cuts() -> None:
    """The history they join stays as it was."""
    before = history(*LATE[:2], as_of="2022-01-31")
    after = before.then(iter([LATE[2], correction(4, 1, "2022-03-01", topic="second")]))
    assert after.records[:3] == LATE
    assert after.as_of == before.as_of
    assert told(before) == [(2, FIRST), (1, FIRST)]
    assert told(after) == [(2, FIRST), (1, "second")]


def test_a_fact_is_found_where_it_is_seen() -> None:
    """Corrected, not withdrawn, and not beyond the cuts."""
    seen = history(*AMENDED)
    assert seen.find(UUID(int=1)) == seen.facts[0]
    assert [seen.find(UUID(int=n)) for n in (2, 3, 4, 9)] == [None] * 4
    assert history(*AMENDED, as_of="2022-01-01").find(UUID(int=1)) is None


@law
@given(untidy_histories())
def test_any_history_can_be_seen(untidy: History) -> None:
    """In order, within both cuts, without entries, and each fact once."""
    facts = untidy.facts
    assert [f.occurred_at for f in facts if not is_day(f.occurred_at)] == sorted(
        f.occurred_at for f in facts if not is_day(f.occurred_at)
    )
    assert [order(f.occurred_at).date() for f in facts] == sorted(
        order(f.occurred_at).date() for f in facts
    )
    assert len({f.id for f in facts}) == len(facts)
    assert not any(isinstance(f.data, ENTRIES) for f in facts)
    assert {f.id for f in facts} <= {r.id for r in untidy.records}
    if untidy.as_of is not None:
        assert all(within(f.occurred_at, untidy.as_of) for f in facts)
    if untidy.known_at is not None:
        assert all(within(f.recorded_at, untidy.known_at) for f in facts)


@law
@given(untidy_records(), st.randoms(use_true_random=False))
def test_evolving_never_fails(records: tuple[AnyRecorded, ...], chance: Any) -> None:
    """Whatever is missing, dangling or out of order; entries and unread facts included."""
    shuffled = list(records)
    chance.shuffle(shuffled)
    state = step(Relationship(), shuffled)
    assert set(state.facts) == {record.id for record in records}


@law
@given(untidy_histories(), st.integers(0, 16))
def test_evolving_in_two_parts_is_evolving_whole(untidy: History, cut: int) -> None:
    """A fold may be cut anywhere."""
    whole = step(Relationship(), untidy.facts)
    assert step(step(Relationship(), untidy.facts[:cut]), untidy.facts[cut:]) == whole


@pytest.mark.parametrize("cut", ["as_of", "known_at"])
def test_a_cut_without_a_zone_is_refused(cut: str) -> None:
    """Even where every fact is a day: it would be another day elsewhere."""
    with pytest.raises(ValueError, match="has no zone"):
        History(stream="relationship/a:b").at(**{cut: datetime(2022, 3, 1, 9)})  # noqa: DTZ001
