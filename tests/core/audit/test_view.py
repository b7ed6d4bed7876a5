import pytest
from story import LISE, NORA, TOGETHER, ask, event, findings, story

from noe_core.audit.rule import Passed, Severity
from noe_core.audit.view import RULES
from noe_core.facts import Own
from noe_core.practitioner.wellbeing import WellbeingReported
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import AdviceGiven
from noe_core.team.tensions import TensionRaised
from noe_core.values import PartyRef

DAY = "2022-03-01"
HISTORY = story(
    (AdviceGiven(), DAY),
    (QuoteIssued(quote_id="q1"), DAY),
    (QuoteIssued(quote_id="q2"), DAY),
    (ReviewHeld(review_id="r1", participants=(NORA,)), DAY),
    (ReviewHeld(review_id="r2", participants=TOGETHER), DAY),
)


@pytest.mark.parametrize("hidden", [(), ("strain_reported",), ("work_recorded",)])
def test_what_never_happened_is_not_hidden(hidden: tuple[str, ...]) -> None:
    """Hiding nothing, what was declared, or a kind of fact the history has none of."""
    assert ask(RULES, "VIEW-1", HISTORY, hidden=hidden) == (Passed(rule="VIEW-1"),)


def test_hiding_quotes_is_a_breach() -> None:
    """Every fact of the kind is named, once, in one finding."""
    (found,) = findings(ask(RULES, "VIEW-1", HISTORY, hidden=("quote_issued", "advice_given")))
    assert found.severity is Severity.BREACH
    assert found.values["hidden"] == {"advice_given": 1, "quote_issued": 2}
    assert found.evidence == (event(1), event(2), event(3))


def test_a_single_fact_may_be_hidden_by_its_id() -> None:
    """An id hides one fact and no other."""
    (found,) = findings(ask(RULES, "VIEW-1", HISTORY, hidden=(str(event(3)),)))
    assert found.evidence == (event(3),)


def test_hiding_reviews_hides_those_the_client_sat_in() -> None:
    """Reviews of the provider alone are declared, the others are not."""
    (found,) = findings(ask(RULES, "VIEW-1", HISTORY, hidden=("review_held",)))
    assert found.evidence == (event(5),)
    declared = ask(RULES, "VIEW-1", HISTORY, hidden=("review_held",), kinds=("review_held",))
    assert declared == (Passed(rule="VIEW-1"),)


def test_reviews_of_the_provider_alone_are_hidden_unless_nothing_may_be() -> None:
    """Where no kind is declared, what the view hides by itself is told too."""
    (found,) = findings(ask(RULES, "VIEW-1", HISTORY, kinds=()))
    assert found.values["hidden"] == {"provider_only_review": 1}


@pytest.mark.parametrize("people", [(), (LISE,), TOGETHER])
def test_a_review_that_may_not_be_the_provider_s_alone_is_shown(
    people: tuple[PartyRef, ...],
) -> None:
    """Of a review nobody knows who sat in, nothing says that it may be hidden."""
    history = story((ReviewHeld(review_id="r1", participants=people), DAY))
    assert ask(RULES, "VIEW-1", history, kinds=()) == (Passed(rule="VIEW-1"),)


def test_kinds_of_other_streams_never_matter() -> None:
    """What a person or a team records is their own, even where it strayed into a history."""
    history = story(
        (WellbeingReported(score=2), DAY),
        (TensionRaised(tension_id="t1", text="trop de saisies"), DAY),
        (AdviceGiven(), DAY),
    )
    hidden = ("wellbeing_reported", "tension_raised", str(event(1)))
    assert ask(RULES, "VIEW-1", history, hidden=hidden) == (Passed(rule="VIEW-1"),)
    (found,) = findings(ask(RULES, "VIEW-1", history, hidden=(*hidden, "advice_given")))
    assert found.evidence == (event(3),)


def test_hiding_a_fact_of_the_tool_s_own_is_told() -> None:
    """No other stream owns it: it stands in this one."""
    history = story((Own(event="crm.invoice_sent", data={}), DAY))
    (found,) = findings(ask(RULES, "VIEW-1", history, hidden=("crm.invoice_sent",)))
    assert found.values["hidden"] == {"crm.invoice_sent": 1}
