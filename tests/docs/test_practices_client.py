"""Practices 60 to 75, as a client lived them: recorded, replayed, asked, audited."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from practised import BOTH, LISE, NORA, OMAR, House, day

from noe_core.audit import audit
from noe_core.firm.ethics import StatedValue
from noe_core.projections.client_view import CLIENT_VIEW, showing
from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE, SignalName
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.value_entries import VALUE_ENTRIES
from noe_core.projections.values_compatibility import VALUES_COMPATIBILITY
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.issues import IssueKind, Stance
from noe_core.relationship.reviews import Relevance
from noe_core.relationship.shared_values import ValuesOutcome
from noe_core.relationship.trials import TrialKind
from noe_core.testing import period
from noe_core.values import Side
from noe_stores import Refused


def candour(house: House) -> None:
    """The firm publishes one value, with the act that would show it."""
    house.firm.publish_values(
        on=day("2022-01-05"),
        values=[StatedValue(name="candour", typical_acts=("we say what we cannot do",))],
        chosen_by=[NORA, OMAR, LISE],
    )


def test_practice_60_values_lived_and_not_framed(house: House) -> None:
    """Acts that keep a value or belie it are told; one that belies it is talked about."""
    candour(house)
    house.begin()
    house.firm.observe_value_act(
        "candour", on=day("2022-03-01"), kept=False, relationship_id="marelle:lys"
    )
    house.firm.observe_value_act(
        "candour", on=day("2022-03-05"), kept=True, relationship_id="marelle:lys"
    )
    assert house.values(on="2022-03-06").here.share == Fraction(1, 2)
    assert house.put("VAL-3", house.firm, on="2022-04-15") == ["warning"]
    house.review("2022-03-20")
    assert house.put("VAL-3", house.firm, on="2022-04-15") == ["passed"]


def test_practice_61_a_club_of_those_who_share_values(house: House) -> None:
    """Values are put side by side before the opening; opening without is found."""
    candour(house)
    house.begin()
    assert house.put("VAL-1", on="2022-03-02") == ["warning"]
    house.relation.compare_values(
        on=day("2022-02-25"),
        outcome=ValuesOutcome.COMPATIBLE,
        values_version=1,
        points=["both say no early"],
    )
    compared = VALUES_COMPATIBILITY.of(house.replay(on="2022-03-02"))
    assert (compared.version.value, compared.outcome.value) == (1, ValuesOutcome.COMPATIBLE)
    assert house.put("VAL-1", on="2022-03-02") == ["passed"]


def test_practice_62_a_long_first_contact(house: House) -> None:
    """An hour passes until the need is understood; less is worth a question."""
    house.relation.hold_encounter(
        on=day("2022-02-10"), occasion="a visit", participants=BOTH, minutes=40
    )
    house.relation.express_demand(on=day("2022-02-10"), text="redo the leaflet")
    house.begin()
    assert house.put("HOOK-2", on="2022-03-02") == ["info"]
    house.relation.hold_encounter(
        on=day("2022-02-12"), occasion="at the shop", participants=BOTH, minutes=30
    )
    (trail,) = DEMAND_TRAIL.of(house.replay(on="2022-03-02"))
    assert trail.encounter_minutes.value == 70
    assert house.put("HOOK-2", on="2022-03-02") == ["passed"]


def test_practice_63_regular_points_at_the_provider_s_initiative(house: House) -> None:
    """Who begins each touch is known, and their share; a gap too long is found."""
    house.begin()
    house.relation.agree_method(on=day("2022-03-01"), agreed_by=BOTH, review_interval_days=30)
    house.review("2022-03-30", initiated_by=Side.PROVIDER)
    house.review("2022-04-28", initiated_by=Side.CLIENT)
    assert RHYTHM.of(house.replay(on="2022-05-10")).provider_initiative == Fraction(1, 2)
    assert house.put("REV-2", on="2022-05-10") == ["passed"]
    assert house.put("REV-2", on="2022-07-01") == ["warning"]


def test_practice_64_blockers_are_answered(house: House) -> None:
    """Whoever is stuck says so, and somebody answers within two working days or it is found."""
    house.begin()
    house.relation.raise_issue(
        on=day("2022-03-07"), kind=IssueKind.BLOCKER, text="the file will not open", id="i1"
    )
    assert house.put("CARE-4", on="2022-03-14") == ["warning"]
    house.relation.own_issue("i1", on=day("2022-03-08"), owner=NORA)
    house.relation.resolve_issue("i1", on=day("2022-03-08"), account="sent again as a sheet")
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-03-14"))
    assert [one.value for one in balance.of(SignalName.HOURS_TO_OWNERSHIP)] == [24]
    assert house.put("CARE-4", on="2022-03-14") == ["passed"]


def test_practice_65_a_grain_of_sand_is_taken_up(house: House) -> None:
    """Thanked and owned, or denied: both are signals, and what is denied is a breach."""
    house.begin()
    for number, stance in (("i1", Stance.OWNED), ("i2", Stance.DENIED)):
        house.relation.raise_issue(
            on=day("2022-03-07"), kind=IssueKind.PROBLEM, text="the reds are off", id=number
        )
        house.relation.own_issue(
            number, on=day("2022-03-07"), owner=NORA, stance=stance, thanked=stance is Stance.OWNED
        )
    with pytest.raises(Refused, match="nobody has owned issue i2"):
        house.relation.resolve_issue("i2", on=day("2022-03-08"), account="it was the paper")
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-03-14"))
    assert [one.value for one in balance.of(SignalName.ISSUES_OWNED)] == [1]
    assert [one.value for one in balance.of(SignalName.ISSUES_DENIED)] == [1]
    assert house.put("CARE-4", on="2022-03-14") == ["breach"]


def test_practice_66_relevance_checked_and_agreements_said_back(house: House) -> None:
    """Answers are checked for their relevance, and what was agreed is said back in other words."""
    house.begin()
    house.engage(NORA, EngagementKind.DELIVERY, id="e1")
    house.relation.give_feedback(on=day("2022-03-10"), relevance=Relevance.PARTLY)
    assert house.put("LOOP-5", on="2022-03-25") == ["info"]
    house.relation.acknowledge_engagement("e1", on=day("2022-03-12"), by=LISE, restated=True)
    ledger = ENGAGEMENT_LEDGER.of(house.replay(on="2022-03-25"))
    assert ledger.provider.acknowledged.value == 1
    assert house.put("LOOP-5", on="2022-03-25") == ["passed"]


def test_practice_67_feedback_after_a_month_in_two_minutes(house: House) -> None:
    """After a month the provider asks, for two minutes; if nobody asks, it is found."""
    house.begin()
    house.relation.sign_agreement(
        on=day("2022-03-01"), kind=AgreementKind.CONTRACT, signatories=BOTH
    )
    assert house.put("REV-7", on="2022-04-15") == ["warning"]
    house.relation.request_feedback(on=day("2022-03-31"), minutes_asked=2)
    house.relation.give_feedback(on=day("2022-04-01"), relevance=Relevance.RELEVANT)
    assert RHYTHM.of(house.replay(on="2022-04-15")).first_feedback.value == day("2022-04-01")
    assert house.put("REV-7", on="2022-04-15") == ["passed"]


def test_practice_68_kind_words_on_what_went_well(house: House) -> None:
    """A success with a client stands in the team's notebook under that client; none is required."""
    noted = house.team.note_success(
        on=day("2022-03-04"),
        author=NORA,
        text="Lise rewrote the page herself, and well",
        relationship_id="marelle:lys",
    )
    notebook = SUCCESS_NOTEBOOK.of(house.replay(house.team, on="2022-03-04"))
    assert notebook.by_relationship["marelle:lys"].value == 1
    assert not house.finding_that_cites(noted, house.team, on="2022-12-31")


def test_practice_69_holidays_are_respected(house: House) -> None:
    """An absence is noted without its reason, left out of the rhythm, and not disturbed."""
    house.begin()
    house.relation.note_availability(
        on=day("2022-03-20"), party=LISE, period=period("2022-04-01", "2022-04-14")
    )
    house.review("2022-04-20")
    assert [gap.days for gap in RHYTHM.of(house.replay(on="2022-04-21")).gaps] == [50 - 14]
    assert house.put("CARE-3", on="2022-04-21") == ["passed"]
    house.relation.hold_encounter(
        on=day("2022-04-08"),
        occasion="a call",
        participants=BOTH,
        minutes=20,
        initiated_by=Side.PROVIDER,
    )
    assert house.put("CARE-3", on="2022-04-21") == ["warning"]


def test_practice_70_learning_by_doing(house: House) -> None:
    """The client works too, commits too, and what it can now do by itself is an effect."""
    house.begin()
    house.engage(NORA, EngagementKind.DELIVERY)
    assert house.put("LOOP-2", on="2022-03-20") == ["breach"]
    house.engage(LISE, EngagementKind.INVOLVEMENT)
    work = house.work(90, "2022-03-10", by=LISE)
    house.work(90, "2022-03-11")
    house.relation.observe_effect(
        on=day("2022-03-20"),
        observed_by=LISE,
        beneficiary=LISE,
        account="I lay the page out by myself now.",
        intended=False,
        domain=EffectDomain.AUTONOMY,
        arising_from=[work.id],
    )
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-03-21"))
    assert [one.value for one in balance.of(SignalName.COPRODUCTION)] == [Fraction(1, 2)]
    assert house.put("LOOP-2", on="2022-03-21") == ["passed"]


def test_practice_71_the_client_s_interest_first(house: House) -> None:
    """Advice against one's own revenue is told below the water; none is ever required."""
    house.begin()
    advice = house.relation.give_advice(
        on=day("2022-03-10"), text="You do not need this module.", against_own_revenue=True
    )
    history = house.replay(on="2022-03-11")
    assert [fact.id for fact in VALUE_ENTRIES.of(history).submerged] == [advice.id]
    assert house.told(advice, on="2022-03-11")
    assert not house.finding_that_cites(advice, on="2022-12-31")


def test_practice_72_something_to_try_for_nothing(house: House) -> None:
    """Free days, an audit, a tool: a trial stands in the hook, and no field could hold a price."""
    offered = house.relation.offer_trial(
        on=day("2022-02-10"), kind=TrialKind.FREE_DAYS, days=10, id="t1"
    )
    house.relation.end_trial("t1", on=day("2022-02-20"), outcome="she wants to go on")
    house.begin()
    hook = TRAJECTORY.of(house.replay(on="2022-03-02")).hook
    assert [step.record.event for step in hook] == ["trial_offered", "trial_ended"]
    assert not {"price", "amount", "total"} & set(dir(offered.data))
    assert not house.finding_that_cites(offered, on="2022-12-31")


def test_practice_73_without_any_filter(house: House) -> None:
    """The client sees its actions, ours and the results; whatever is hidden is listed and found."""
    house.begin()
    house.work(60, "2022-03-10")
    history = house.replay(on="2022-03-11")
    assert CLIENT_VIEW.of(history).hidden == ()
    assert len(CLIENT_VIEW.of(history).entries) == len(history.facts)
    assert house.put("VIEW-1", on="2022-03-11") == ["passed"]
    assert len(showing(["work_recorded"]).of(history).hidden) == 1
    found = audit(history, hidden=("work_recorded",)).findings
    assert "VIEW-1" in {finding.rule for finding in found}


def test_practice_74_machines_for_the_rest(house: House) -> None:
    """What a machine did is told, and is nobody's time: neither minutes nor ratios count it."""
    house.begin()
    done = house.work(600, "2022-03-10", automated=True)
    house.work(120, "2022-03-11")
    entries = VALUE_ENTRIES.of(house.replay(on="2022-03-12"))
    assert (entries.minutes[Side.PROVIDER].value, entries.automated_minutes.value) == (120, 600)
    assert house.told(done, on="2022-03-12")
    assert house.put("REV-6", on="2022-03-12") == ["passed"]


def test_practice_75_honest_delays(house: House) -> None:
    """An engagement may say from when and by when; too soon is a question, too late is found."""
    house.begin()
    window: dict[str, Any] = {"not_before": day("2022-03-14"), "due": day("2022-03-21")}
    house.engage(NORA, EngagementKind.DELAY, id="e1", **window)
    assert house.put("LOOP-4", on="2022-03-30") == ["warning"]
    house.relation.keep_engagement("e1", on=day("2022-03-10"))
    assert house.put("LOOP-4", on="2022-03-30") == ["info"]
    ledger = ENGAGEMENT_LEDGER.of(house.replay(on="2022-03-30"))
    assert ledger.provider.kept_on_first_terms.value == 1
