"""Lives of beginnings, promises and people, crowded or short.

Rule kept here: houses and people are invented; what a sentence gathers, one of these holds.
"""

from __future__ import annotations

from datetime import date

from may import FAIR, MAY, VANS, on
from story import LISE, NORA, TOGETHER, Told, story

from noe_core.history import History
from noe_core.relationship import (
    course,
    ecosystem,
    engagements,
    frame,
    parties,
    reviews,
    shared_values,
    trials,
)
from noe_core.values import Gender, Party, Side

V, T = shared_values, trials


def declined() -> History:
    """Values compared, talked about, and a no."""
    return story(
        (ecosystem.ReferralReceived(from_relationship_id="x"), "2022-05-01"),
        (V.ValuesCompared(outcome=V.ValuesOutcome.TO_DISCUSS), "2022-05-02"),
        (
            V.ValuesCompared(outcome=V.ValuesOutcome.INCOMPATIBLE, points=("le dimanche",)),
            "2022-05-09",
        ),
        (V.ValuesCompared(), "2022-05-10"),
        (
            course.RelationshipDeclined(
                by_side=Side.PROVIDER, reason="le rythme demandé", values=("le repos", "le soin")
            ),
            "2022-05-16",
        ),
    )


def declined_first() -> History:
    """A no that nobody signed, then a yes."""
    return story(
        (course.RelationshipDeclined(reason="trop tôt"), "2022-05-02"),
        (course.RelationshipOpened(client=FAIR), "2022-09-05"),
        (V.ValuesExceptionMade(), "2022-09-06"),
        (V.ValuesExceptionMade(reason="un an d'essai"), "2022-09-20"),
    )


def tried() -> History:
    """Trials of each kind, one of them still running, one whose offer is not on record."""
    return story(
        (T.TrialOffered(kind=T.TrialKind.FREE_DAYS, days=10, trial_id="a"), on(0)),
        (T.TrialOffered(kind=T.TrialKind.FREE_TOOL, days=3, trial_id="b"), on(1)),
        (T.TrialEnded(trial_id="b", outcome="trop lourd"), on(4)),
        (T.TrialEnded(trial_id="a"), on(10)),
        (T.TrialEnded(trial_id="z", outcome="personne n'est venu"), on(11)),
        (T.TrialOffered(days=5), on(12)),
    )


def tried_often() -> History:
    """More trials than a sentence holds, and values compared as often."""
    told: list[Told] = []
    for n in range(5):
        told += [
            (T.TrialOffered(kind=T.TrialKind.FREE_DAYS, trial_id=f"t{n}"), on(7 * n)),
            (T.TrialEnded(trial_id=f"t{n}", outcome=f"essai {n}"), on(7 * n + 3)),
            (V.ValuesCompared(outcome=V.ValuesOutcome.COMPATIBLE), on(7 * n + 4)),
            (ecosystem.ReferralReceived(from_relationship_id=f"r{n}"), on(7 * n + 5)),
        ]
    return story(*told)


def framed() -> History:
    """A frame agreed and agreed again: landmarks, signatures, crossings, more than a few."""
    told: list[Told] = []
    for n in range(5):
        told += [
            (frame.LandmarkAgreed(text=f"repère {n}"), on(n)),
            (course.AgreementSigned(kind=course.AgreementKind.CONTRACT), on(n)),
            (frame.BoundaryCrossed(topic="la caisse", consent=bool(n % 2)), on(n)),
        ]
    told.append((reviews.ReviewHeld(review_id="r", participants=TOGETHER), on(8)))
    told += [
        (frame.MethodAgreed(version=n, review_id="r", review_interval_days=30), on(8))
        for n in (1, 2)
    ]
    told.append((frame.BoundaryAgreed(topics_out=("la caisse",)), on(9)))
    return story(*told)


def twice_signed() -> History:
    """Two signatures of a kind, one of none; a distance crossed twice; eleven landmarks."""
    told: list[Told] = [(frame.LandmarkAgreed(text=f"borne {n}"), on(0)) for n in range(11)]
    kinds = (course.AgreementKind.CONVENTION, course.AgreementKind.CONVENTION, None)
    told += [(course.AgreementSigned(kind=kind), on(1)) for kind in kinds]
    told += [
        (frame.BoundaryCrossed(by_side=Side.CLIENT, topic="les prix"), on(2)),
        (frame.BoundaryCrossed(by_side=Side.CLIENT, consent=True), on(3)),
        (frame.BoundaryAgreed(), on(4)),
    ]
    return story(*told)


def promised() -> History:
    """Engagements without words, missed twice, reworded with and without a review, run late."""
    E = engagements  # noqa: N806 - the chapter at hand
    return story(
        (E.EngagementMade(engagement_id="a", by=NORA, kind=E.EngagementKind.MEANS), on(0)),
        (E.EngagementMade(engagement_id="b", by=LISE, text="trier", due=MAY), on(0)),
        (E.EngagementMade(engagement_id="c", by=LISE), on(0)),
        (E.EngagementMade(engagement_id="d", by=LISE, text="peser", due=MAY), on(0)),
        (E.EngagementKept(engagement_id="a"), on(1)),
        (E.EngagementMissed(engagement_id="b"), on(3)),
        (reviews.ReviewHeld(review_id="r", participants=TOGETHER), on(5)),
        (
            E.EngagementRenegotiated(
                engagement_id="b", review_id="r", new_due=date(2022, 5, 20), new_text="trier à deux"
            ),
            on(5),
        ),
        (E.EngagementMissed(engagement_id="b", account="encore la pluie"), on(22)),
        (E.EngagementReleased(engagement_id="c", review_id="r", reason="caduc"), on(23)),
        as_of=on(40),
    )


def late_alone() -> History:
    """One engagement, whose term has passed."""
    made = engagements.EngagementMade(engagement_id="a", by=NORA, text="venir", due=MAY)
    return story((made, on(0)), as_of=on(9))


def waiting_alone() -> History:
    """One engagement whose term is to come."""
    made = engagements.EngagementMade(
        engagement_id="a", by=NORA, text="venir", due=date(2022, 6, 1)
    )
    return story((made, on(0)), as_of=on(9))


def waiting_undated() -> History:
    """One engagement to which no term was set."""
    return story((engagements.EngagementMade(engagement_id="a", by=NORA, text="venir"), on(0)))


def late_together() -> History:
    """Several engagements whose terms have passed."""
    told: list[Told] = [
        (
            engagements.EngagementMade(engagement_id=f"e{n}", by=NORA, text=f"tâche {n}", due=MAY),
            on(0),
        )
        for n in range(3)
    ]
    told.append((engagements.EngagementMade(engagement_id="x", by=NORA, text="plus tard"), on(0)))
    return story(*told, as_of=on(9))


def coming_and_going() -> History:
    """Parties that join on their own days, leave, come back, leave again; one sits nowhere."""
    names = [Party(party_id=f"p{n}", name=f"Noé {n}") for n in range(3)]
    P = parties.PartyJoined  # noqa: N806 - the fact at hand
    return story(
        (course.RelationshipOpened(client=FAIR, provider=VANS), on(0)),
        (P(party=FAIR, side=Side.CLIENT), on(1)),
        (P(party=names[0], side=Side.CLIENT, role="tri"), on(2)),
        (P(party=names[1], side=Side.CLIENT), on(2)),
        (P(party=names[2]), on(3)),
        (parties.PartyLeft(party_id="p0", side=Side.CLIENT, reason="congé"), on(10)),
        (parties.PartyLeft(party_id="vans"), on(11)),
        (P(party=names[0], side=Side.CLIENT, role="pesée"), on(20)),
        (parties.PartyLeft(party_id="p0", reason="retraite"), on(30)),
        (parties.PartyLeft(party_id="nobody"), on(31)),
    )


def revolving() -> History:
    """Five that left, two that came back."""
    told: list[Told] = []
    for n in range(5):
        party = Party(party_id=f"p{n}", name=f"Ada {n}", gender=Gender.FEMININE)
        told.append((parties.PartyJoined(party=party, side=Side.PROVIDER), on(n)))
        told.append((parties.PartyLeft(party_id=f"p{n}"), on(10 + n)))
        if n < 2:
            told.append((parties.PartyJoined(party=party, side=Side.PROVIDER), on(20 + n)))
    return story(*told)
