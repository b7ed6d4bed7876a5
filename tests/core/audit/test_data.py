from typing import Any

from attrs import evolve
from story import STREAM, Told, after, ask, evening, event, findings, story

from noe_core.audit.data import RULES
from noe_core.audit.rule import Finding, Passed, Severity
from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import Unread
from noe_core.history import History
from noe_core.moments import day_of, parse
from noe_core.relationship.quotes import QuoteIssued, QuoteLine, QuoteSigned
from noe_core.relationship.work import AdviceGiven, WorkRecorded
from noe_core.team.tensions import TensionRaised

DAY = "2022-03-01"
LATER = after(DAY, 60)
PASSED = (Passed(rule="DATA-1"),)

WORK = WorkRecorded(work_id="w1", minutes=60)
ISSUED = QuoteIssued(quote_id="q1", lines=(QuoteLine(work_ids=("w1",)),))
SIGNED = QuoteSigned(quote_id="q1")


def corrected(target: int, **fields: Any) -> EntryCorrected:
    """A correction of the fact told at that place."""
    return EntryCorrected(target_event_id=event(target), new_fields=fields, reason="faute")


def withdrawn(target: int) -> EntryWithdrawn:
    """A withdrawal of the fact told at that place."""
    return EntryWithdrawn(target_event_id=event(target))


def found(*told: Told, history: History | None = None) -> tuple[Finding, ...]:
    """What the rule finds in a history."""
    return findings(ask(RULES, "DATA-1", history or story(*told)))


def test_a_fact_written_down_within_thirty_days_is_in_time() -> None:
    """The thirtieth day is in time, the thirty-first is late."""
    in_time = story((AdviceGiven(), DAY, after(DAY, 30)))
    assert ask(RULES, "DATA-1", in_time) == PASSED
    (late,) = found((AdviceGiven(), DAY, after(DAY, 31)))
    assert (late.severity, late.about) == (Severity.INFO, "late")


def test_late_entries_are_gathered_in_one_finding() -> None:
    """How many, of how many, and the longest delay."""
    (late,) = found(
        (AdviceGiven(), DAY),
        (AdviceGiven(), DAY, after(DAY, 40)),
        (AdviceGiven(), DAY, after(DAY, 50)),
    )
    assert late.values == {"count": 2, "longest": 50, "of": 3}
    assert late.evidence == (event(2), event(3))


def test_the_delay_is_a_parameter() -> None:
    """A week may be asked for."""
    history = story((AdviceGiven(), DAY, after(DAY, 8)))
    assert len(findings(ask(RULES, "DATA-1", history, n=7))) == 1


def test_a_correction_of_what_a_signed_quote_cites_is_a_breach() -> None:
    """The work, and the quote itself, were settled by the signature."""
    told: tuple[Told, ...] = ((WORK, DAY), (ISSUED, DAY), (SIGNED, DAY))
    for target, fields in ((1, {"minutes": 90}), (2, {"narrative": "autre"})):
        (touched,) = found(*told, (corrected(target, **fields), DAY))
        assert (touched.severity, touched.about, touched.subject) == (
            Severity.BREACH,
            "corrected_after_signature",
            "q1",
        )
        assert touched.evidence == (event(4), event(target))


def test_a_withdrawal_of_what_a_signed_quote_cites_is_a_breach() -> None:
    """It is found although the work is no longer in the history."""
    (touched,) = found((WORK, DAY), (ISSUED, DAY), (SIGNED, DAY), (withdrawn(1), DAY))
    assert touched.about == "withdrawn_after_signature"


def test_a_correction_before_the_signature_touches_nothing_signed() -> None:
    """What is signed is what had been set right."""
    told = ((WORK, DAY), (corrected(1, minutes=90), DAY), (ISSUED, DAY), (SIGNED, DAY))
    assert found(*told) == ()


def test_a_correction_of_something_else_touches_nothing_signed() -> None:
    """Only what the quote cites is settled; an unsigned quote settles nothing."""
    advice = (AdviceGiven(), DAY)
    assert found((WORK, DAY), (ISSUED, DAY), (SIGNED, DAY), advice, (withdrawn(4), DAY)) == ()
    assert found((WORK, DAY), (ISSUED, DAY), (corrected(1, minutes=90), DAY)) == ()


def test_a_correction_taken_back_touches_nothing() -> None:
    """It no longer changes what was signed."""
    told: tuple[Told, ...] = ((WORK, DAY), (ISSUED, DAY), (SIGNED, DAY))
    assert found(*told, (corrected(1, minutes=90), DAY), (withdrawn(4), DAY)) == ()


def test_a_correction_that_does_not_fit_is_worth_a_question() -> None:
    """A field that does not exist, an entry that does not, a withdrawal of nothing."""
    (one,) = found((AdviceGiven(), DAY), (corrected(1, colour="bleu"), DAY))
    assert (one.severity, one.about, one.evidence) == (Severity.INFO, "unapplied", (event(2),))
    lost = found((AdviceGiven(), DAY), (corrected(9, text="oui"), DAY), (withdrawn(9), DAY))
    assert [(f.about, f.values["count"]) for f in lost] == [("unapplied", 2)]


def test_a_correction_that_fits_or_no_longer_matters_is_not_told() -> None:
    """Applied, or aimed at an entry that was taken back since."""
    assert found((AdviceGiven(), DAY), (corrected(1, text="oui"), DAY)) == ()
    assert (
        found((AdviceGiven(), DAY), (corrected(1, colour="bleu"), DAY), (withdrawn(1), DAY)) == ()
    )


def test_facts_that_cannot_be_read_are_counted() -> None:
    """One finding, with the names they came under."""
    unread = Unread(event="dance_held", schema=1, data={}, reason="unknown name")
    (one,) = found((unread, DAY), (unread, DAY))
    assert (one.severity, one.about) == (Severity.INFO, "unread")
    assert one.values == {"count": 2, "names": ("dance_held",)}


def test_what_was_not_yet_written_down_is_not_held_against_the_log() -> None:
    """Known at an earlier day, neither the correction nor the late entry is there."""
    history = story((WORK, DAY), (ISSUED, DAY), (SIGNED, DAY), (withdrawn(1), DAY, LATER))
    assert found(history=history) != ()
    early = history.at(known_at=evening(day_of(parse(DAY))))
    assert found(history=early) == ()
    assert found(history=evolve(history, stream=STREAM, as_of=parse(after(DAY, -1)))) == ()


def test_other_streams_are_read_as_they_were_recorded_too() -> None:
    """Their findings say which kind of stream they are about, and nothing of quotes."""
    tension = TensionRaised(tension_id="t1", text="trop de saisies")
    history = story((tension, DAY, after(DAY, 40)), (withdrawn(404), DAY), stream="team/atelier")
    late, lost = found(history=history)
    assert (late.about, late.subject) == ("late", "team")
    assert (lost.about, lost.subject) == ("unapplied", "team")
    assert "In the team’s record, " in late.sentence("en")
