"""VIEW-1 and DATA-1: how the log is shown and kept, each in two short stories."""

from __future__ import annotations

from noe_core.audit import Report, audit
from noe_core.relationship.encounter import DemandExpressed, EncounterHeld
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.reviews import ReviewHeld
from noe_core.testing import client, provider, story
from noe_core.values import Money
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def quotes_kept_from_the_client() -> Report:
    """The tool that shows the history to the client leaves its quotes out."""
    history = story((QuoteIssued(quote_id="q1", total=Money.of(900)), "2022-05-04"))
    return audit(history, hidden=("quote_issued",))


def only_what_was_declared() -> Report:
    """What the client does not see is what the provider asked itself, and that is said."""
    history = story(
        (ReviewHeld(review_id="r1", participants=(NORA,)), "2022-05-02"),
        (QuoteIssued(quote_id="q1", total=Money.of(900)), "2022-05-04"),
    )
    return audit(history)


def written_down_in_summer() -> Report:
    """Two encounters of March, written down in July."""
    history = story(
        (EncounterHeld(minutes=60, participants=(NORA, LISE)), "2022-03-01", "2022-07-01"),
        (EncounterHeld(minutes=30, participants=(NORA, LISE)), "2022-03-08", "2022-07-01"),
    )
    return audit(history)


def written_down_that_week() -> Report:
    """What was said in March, written down in March."""
    history = story(
        (DemandExpressed(demand_id="d1", text="redo the leaflet"), "2022-03-01", "2022-03-04"),
    )
    return audit(history)


PAGES = (
    Page(
        rule="VIEW-1",
        checks="Nothing is hidden from the client but events of the kinds declared.",
        weighs="A breach.",
        source=(
            "That a client sees every action and every result without a filter is what one client "
            "told of its providers; what may be hidden all the same is proposed here."
        ),
        waits="Never: what is hidden is in the log.",
        finds=quotes_kept_from_the_client,
        passes=only_what_was_declared,
    ),
    Page(
        rule="DATA-1",
        checks=(
            "What happens is written down within n days; nothing that a signed quote cites is "
            "changed afterwards; every entry can be read, and every correction applies."
        ),
        weighs="An information, and a breach where what was signed was touched.",
        source="Proposed here.",
        waits="Never: it reads the log itself.",
        finds=written_down_in_summer,
        passes=written_down_that_week,
    ),
)
