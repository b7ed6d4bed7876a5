"""What the adapter makes of each oddity, on a fictional file that has them all."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from state_startups import Brought, bring, read
from state_startups.__main__ import main

from noe_core.decision import Draft
from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.relationship.course import RelationshipClosed, RelationshipReopened
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.engagements import (
    EngagementKept,
    EngagementMade,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.relationship.objectives import ObjectiveRevised, ObjectiveSet
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.relationship.quotes import QuoteIssued, QuoteSigned
from noe_core.relationship.reviews import ReviewHeld
from noe_core.typed import Fact
from noe_core.values import Money, Side

F = TypeVar("F", bound=Fact)


@pytest.fixture(scope="module")
def brought(excerpt: Path) -> dict[str, Brought]:
    """What each relationship of the excerpt comes to."""
    return {one.stream.partition("/")[2]: one for one in bring(read(excerpt))}


def drafts(brought: Brought, kind: type[F]) -> list[Draft[Fact]]:
    """The drafts of a kind of fact, in order."""
    return [draft for draft in brought.drafts if isinstance(draft.data, kind)]


def facts(brought: Brought, kind: type[F]) -> list[F]:
    """The facts of a kind, in order."""
    return [draft.data for draft in brought.drafts if isinstance(draft.data, kind)]


def corrections(brought: Brought, kind: type[Fact]) -> list[dict[str, object]]:
    """The new fields of the corrections that target a kind of fact, in order."""
    targets = {draft.id for draft in drafts(brought, kind)}
    return [
        dict(entry.new_fields)
        for entry in facts(brought, EntryCorrected)
        if entry.target_event_id in targets
    ]


def test_other_words_revise_the_mission(brought: dict[str, Brought]) -> None:
    """A mission in other words is a revision; the first wording stays."""
    lampadaire = brought["lampadaire"]
    assert [o.title for o in facts(lampadaire, ObjectiveSet)] == [
        "Éclairer les rues sans les éblouir"
    ]
    assert [o.change for o in facts(lampadaire, ObjectiveRevised)] == [
        "Éteindre les rues quand personne n'y passe"
    ]


def test_the_same_words_typed_otherwise_correct_the_mission(brought: dict[str, Brought]) -> None:
    """A comma and a space more are no other mission, they are another typing."""
    retyped = {"title": "Éclairer les rues, sans les éblouir "}
    assert corrections(brought["lampadaire"], ObjectiveSet) == [retyped]


def test_sponsors_come_back(brought: dict[str, Brought]) -> None:
    """A sponsor that leaves and returns joins twice, on the client's side, as sponsor."""
    joined = [
        (party.side, party.role)
        for party in facts(brought["lampadaire"], PartyJoined)
        if party.party.party_id == "/organisations/lisieres"
    ]
    assert joined == [(Side.CLIENT, "sponsor")] * 2


def test_a_sponsor_written_out_is_not_taken_for_another(brought: dict[str, Brought]) -> None:
    """A name replaced by a path is a party that left and one that joined; it is reported."""
    left = [party.party_id for party in facts(brought["lampadaire"], PartyLeft)]
    assert left[0] == "Agence des lisières"


def test_a_renamed_phase_is_the_same_engagement(brought: dict[str, Brought]) -> None:
    """An acceleration renamed consolidation, with the same start, is corrected."""
    assert {"text": "consolidation"} in corrections(brought["lampadaire"], EngagementMade)


def test_a_removed_phase_is_withdrawn_with_its_outcome(brought: dict[str, Brought]) -> None:
    """The engagement that is taken off the sheet goes, and so does what was said of its end."""
    lampadaire = brought["lampadaire"]
    gone = {entry.target_event_id for entry in facts(lampadaire, EntryWithdrawn)}
    for kind in (EngagementMade, EngagementKept):
        first = drafts(lampadaire, kind)[0]
        assert first.id in gone


def test_a_term_that_lies_ahead_is_renegotiated(brought: dict[str, Brought]) -> None:
    """Another end, still to come, is another term."""
    made = facts(brought["passe-colis"], EngagementRenegotiated)
    assert [term.new_due for term in made] == [date(2021, 3, 31), date(2022, 6, 30)]


def test_a_term_that_has_passed_is_corrected(brought: dict[str, Brought]) -> None:
    """Another end, already behind, sets the term right."""
    assert corrections(brought["passe-colis"], EngagementRenegotiated) == [
        {"new_due": "2021-03-25"}
    ]


def test_a_phase_given_up_is_released(brought: dict[str, Brought]) -> None:
    """What is followed by an abandonment was not kept; the source's word is the reason."""
    released = facts(brought["quai-neuf"], EngagementReleased)
    assert {one.reason for one in released} == {"abandon-investigation"}
    assert not facts(brought["quai-neuf"], EngagementKept)


def test_an_ending_happens_on_its_day(brought: dict[str, Brought]) -> None:
    """A closing carries the start of its phase, and the comment as its account."""
    closed = drafts(brought["lampadaire"], RelationshipClosed)
    assert [draft.occurred_at for draft in closed] == [date(2020, 11, 27), date(2020, 12, 15)]
    assert corrections(brought["lampadaire"], RelationshipClosed) == [
        {"reason": "abandon", "account": "La commune a choisi un autre outil."}
    ]


def test_an_ending_older_than_the_record_happens_when_written(brought: dict[str, Brought]) -> None:
    """An ending before the first record happens, for us, when it is written down."""
    first = drafts(brought["quai-neuf"], RelationshipClosed)[0]
    assert first.occurred_at == first.recorded_at
    assert corrections(brought["quai-neuf"], RelationshipClosed) == [
        {"occurred_at": "2022-11-01"},
        {"occurred_at": "2022-01-10T09:00:00.000000Z"},
    ]


def test_an_announced_ending_waits_for_its_day(brought: dict[str, Brought]) -> None:
    """An ending ahead is recorded by the first change after its day, if the sheet keeps it."""
    (closed,) = drafts(brought["passe-colis"], RelationshipClosed)
    assert (closed.occurred_at, closed.caused_by) == (date(2022, 4, 15), "b7")


def test_work_after_an_ending_reopens(brought: dict[str, Brought]) -> None:
    """A phase of work that follows an ending takes the relationship up again."""
    (reopened,) = drafts(brought["quai-neuf"], RelationshipReopened)
    assert reopened.caused_by == "d3"


def test_a_deleted_sheet_closes_and_a_restored_one_takes_that_back(
    brought: dict[str, Brought],
) -> None:
    """Deletion closes and withdraws nothing; restoration withdraws the closing."""
    herbier = brought["herbier-commun"]
    closed = drafts(herbier, RelationshipClosed)
    assert [draft.caused_by for draft in closed] == ["c2", "c4"]
    withdrawn = {entry.target_event_id for entry in facts(herbier, EntryWithdrawn)}
    assert closed[0].id in withdrawn
    assert closed[1].id not in withdrawn


def test_a_committee_is_a_review_once_its_day_has_come(brought: dict[str, Brought]) -> None:
    """A committee announced is none yet; nothing is said of who sat in it."""
    held = drafts(brought["passe-colis"], ReviewHeld)
    assert [(draft.occurred_at, draft.caused_by) for draft in held] == [
        (date(2020, 9, 30), "b1"),
        (date(2020, 12, 10), "b2"),
        (date(2020, 12, 10), "b3"),
    ]
    assert all(
        not review.participants and not review.levels and review.minutes is None
        for review in facts(brought["passe-colis"], ReviewHeld)
    )


def test_launch_and_impact_are_effects(brought: dict[str, Brought]) -> None:
    """A comment is the account, an empty one is none, a changed one is corrected."""
    accounts = {e.effect_id: e.account for e in facts(brought["passe-colis"], EffectObserved)}
    assert accounts == {
        "product_launch 2021-03-01": "Premier colis confié",
        "product_launch 2021-02-01": None,
        "national_impact 2021-09-30": None,
    }
    assert corrections(brought["passe-colis"], EffectObserved) == [
        {"account": "Premier colis confié à une voisine"}
    ]


def test_funding_is_a_quote_issued_and_signed(brought: dict[str, Brought]) -> None:
    """The amount is the total; an amount of nothing is reported and left out."""
    totals = [quote.total for quote in facts(brought["quai-neuf"], QuoteIssued)]
    assert totals == [None, Money.of(50000)]
    assert len(facts(brought["quai-neuf"], QuoteSigned)) == len(totals)


def test_every_oddity_is_reported_once(brought: dict[str, Brought]) -> None:
    """Each kind of oddity is told, where it first stands, and none twice."""
    told = Counter((odd.field, odd.why) for one in brought.values() for odd in one.oddities)
    assert told == {
        ("couleur", "unknown field"): 1,
        ("events", "an event of kind end: no fact is made of it"): 1,
        ("events", "an event of kind fast: no fact is made of it"): 1,
        ("events", "an event of kind other: no fact is made of it"): 1,
        ("events", "an event that does not say what it is"): 1,
        ("events", "an event that is announced, its day has not come"): 1,
        ("events", "an event without a date"): 1,
        ("events", "date is not a day that can be read"): 1,
        ("events", "unknown kind of event"): 2,
        ("fast", "funding without a promotion"): 1,
        ("fast", "funding without an amount"): 1,
        ("mission", "a sheet without a mission"): 1,
        ("phases", "a phase that ends before it starts"): 1,
        ("phases", "a phase without a start"): 1,
        ("phases", "abandon-investigation before the first record of the relationship"): 2,
        ("phases", "abandon-investigation is announced, it has not come"): 1,
        ("phases", "alumni is announced, it has not come"): 1,
        ("phases", "end is empty"): 1,
        ("phases", "start is not a day that can be read"): 1,
        ("phases", "unknown kind of phase"): 1,
        ("recorded_at", RECORDED_BEFORE): 1,
        ("sponsors", "a sponsor without a name"): 1,
        ("sponsors", "a sponsor written out, not named by its path"): 1,
        ("sponsors", "named twice on one sheet"): 2,
    }


RECORDED_BEFORE = "recorded before the change that precedes it, at 2022-01-10T09:00:00+00:00"


def test_an_unreadable_start_is_not_guessed(brought: dict[str, Brought]) -> None:
    """``2021-06-9`` leaves the start unsaid until the sheet gives one that can be read."""
    made = facts(brought["herbier-commun"], EngagementMade)[0]
    assert made.not_before is None
    assert {"not_before": "2021-06-09", "due": None} in corrections(
        brought["herbier-commun"], EngagementMade
    )


def test_a_line_that_is_no_change_is_named(tmp_path: Path, excerpt: Path) -> None:
    """A broken line stops the reading and says where it stands."""
    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(gzip.compress(excerpt.read_bytes() + b'{"relationship":"x"}\n'))
    with pytest.raises(ValueError, match=r"broken\.jsonl\.gz line 26 is not a change"):
        bring(read(path))


def test_the_program_brings_and_tells(
    tmp_path: Path, excerpt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program prints what was brought, what is odd, what was rewritten and the audit."""
    main(str(excerpt), f"sqlite:///{tmp_path / 'store.db'}")
    printed = capsys.readouterr().out
    for title in ("Facts by event", "Oddities", "Phases since", "Audit", "Etalab 2.0"):
        assert title in printed
