"""What a careful reader asked for: who, which of two, from where, until when, and in what words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from may import on
from story import LISE, NORA, PAUL, Told, story

from noe_core.history import History
from noe_core.narration import as_markdown, as_text, narrate
from noe_core.relationship import (
    course,
    effects,
    engagements,
    externalities,
    frame,
    issues,
    objectives,
    quotes,
    reviews,
    work,
)
from noe_core.values import Measure, Money, PartyRef, Quantity, Side

SIDES = (NORA, LISE)
IRIS = PartyRef(party_id="iris", side=Side.PROVIDER, organisation=NORA.organisation)


def told(history: History, language: str = "fr") -> str:
    """The story on one line, without its citations, its no-break spaces made plain."""
    text = as_text(narrate(history, language), cited=False)
    return " ".join(text.replace("\u00a0", " ").split())


def promised() -> History:
    """An engagement reworded in a review, one that may not be kept before a day."""
    made = engagements.EngagementMade
    return story(
        (made(engagement_id="a", by=NORA, text="réparer", due=date(2022, 5, 30)), on(0)),
        (
            made(
                engagement_id="b",
                by=LISE,
                text="relire",
                not_before=date(2022, 5, 9),
                due=date(2022, 5, 12),
            ),
            on(0),
        ),
        (reviews.ReviewHeld(review_id="r", participants=SIDES), on(7)),
        (
            engagements.EngagementRenegotiated(
                engagement_id="a", review_id="r", new_text="faire réparer"
            ),
            on(7),
        ),
    )


def test_what_was_promised_is_told_as_it_was_put_that_day() -> None:
    """A wording given later does not stand in the sentence of the day before it."""
    french, english = (told(promised(), language) for language in ("fr", "en"))
    assert "s’est engagé à ceci : « réparer » (pour le 30 mai)" in french
    assert "L’engagement « réparer » a été reformulé à la revue du 9 mai : « faire" in french
    assert "“réparer” (by 30 May)" in english
    assert "was reworded at the review of 9 May: “faire réparer”" in english


def test_an_honest_delay_is_told_with_its_two_days() -> None:
    """What may not be kept before a day is told from that day to its term."""
    assert "« relire » (entre le 9 mai et le 12 mai)" in told(promised())
    assert "“relire” (between 9 May and 12 May)" in told(promised(), "en")


def handed_on() -> History:
    """An issue that went through two people of one side, and back to the first."""
    owned, stance = issues.IssueOwned, issues.Stance
    return story(
        (issues.IssueRaised(issue_id="i", kind=issues.IssueKind.BLOCKER, by=LISE), on(0)),
        (owned(issue_id="i", owner=NORA, stance=stance.DEFLECTED), on(1)),
        (owned(issue_id="i", owner=IRIS, stance=stance.DENIED), on(4)),
        (owned(issue_id="i", owner=NORA, stance=stance.OWNED), on(5)),
    )


def test_different_hands_of_one_side_are_told_apart() -> None:
    """Two people of a side are a first and a second, and one who comes back is known again."""
    french, english = (told(handed_on(), language) for language in ("fr", "en"))
    assert "Une première personne du prestataire l’a renvoyé vers d’autres le lendemain" in french
    assert "une deuxième l’a nié trois jours plus tard ; la première l’a pris à son" in french
    assert "One person at the provider’s passed it on to others the next day" in english
    assert "a second denied it three days later; the first took it up the next day" in english


def alike(*, second: str = "palette") -> History:
    """Two effects that one side counted on one day, born of a charter, an effect before them."""
    facts: list[Told] = [
        (course.AgreementSigned(kind=course.AgreementKind.SHARED_CHARTER), on(0)),
        (engagements.EngagementMade(engagement_id="e", by=LISE, text="demander"), on(0)),
    ]
    charter, promise = story(*facts).facts
    for n, unit in enumerate(("palette", second)):
        measure = Measure(
            quantity=Quantity(value=Decimal(n + 3), unit=unit),
            baseline=Quantity(value=Decimal(9), unit=unit),
            method="pesée",
        )
        seen = effects.EffectObserved(
            effect_id=f"x{n}",
            observed_by=NORA,
            account=f"effet {n}",
            domain=effects.EffectDomain.MATERIAL,
            measure=measure,
            arising_from=(charter.id, promise.id),
        )
        facts.append((seen, on(5)))
    return story(*facts)


def test_effects_seen_alike_at_once_are_one_sentence() -> None:
    """One side, one day, one measure: the side, the day and the measure are said once."""
    french, english = (told(alike(), language) for language in ("fr", "en"))
    assert (
        "Le 7 mai, le prestataire a rapporté deux effets sur la matière, mesurés en « palette » "
        "(« pesée ») : « effet 0 », 3 au lieu de 9 ; « effet 1 », 4 au lieu de 9. Personne "
        "d’autre ne les a encore confirmés. Ces effets sont nés de la charte partagée du 2 mai et "
        "de l’engagement du même jour (« demander »)."
    ) in french
    assert "reported two effects on materials, measured in “palette” (“pesée”)" in english
    assert "These effects arose from the shared charter of 2 May and the engagement of" in english


def test_effects_counted_otherwise_are_told_one_by_one() -> None:
    """Two units are never told as one measure."""
    french = told(alike(second="sac"))
    assert "deux effets" not in french
    assert "Cet autre effet est né de la charte partagée" in french


def test_whatever_an_effect_names_as_its_origin_is_told_and_cited() -> None:
    """Past the few that are named, others are said to be; what the work had in it is quoted."""
    facts: list[Told] = [
        (reviews.ReviewHeld(review_id="r"), on(0)),
        (work.AdviceGiven(text="moins"), on(0)),
        (issues.IssueRaised(issue_id="i"), on(1)),
        (work.WorkRecorded(work_id="w", topic="tri"), on(2)),
    ]
    ids = tuple(fact.id for fact in story(*facts).facts)
    seen = effects.EffectObserved(effect_id="x", arising_from=ids, contribution="à deux")
    history = story(*facts, (seen, on(3)), (effects.EffectObserved(effect_id="y"), on(9)))
    text = told(history)
    assert (
        "né de la revue du 2 mai, du conseil du même jour, de ce qui s’est consigné le 3 mai et "
        "d’autres faits encore : « à deux »"
    ) in text
    chapters = {c.key: c for c in narrate(history, "en").chapters}
    born = next(s for s in chapters["displaced"].sentences if "arose" in s.text)
    assert set(born.evidence) == set(ids)
    part = effects.EffectObserved(effect_id="x", contribution="à deux")
    assert "Le travail y a eu cette part : « à deux »" in told(story((part, on(0))))


def test_a_harm_to_others_is_told_with_the_review_that_came_back_on_it() -> None:
    """Each externality that a review revisited says so, and one of many in its line."""
    for many in (1, 2, 5):
        seen: list[Told] = [
            (externalities.ExternalityObserved(externality_id=f"x{n}", account=f"a{n}"), on(n))
            for n in range(many)
        ]
        ids = tuple(fact.id for fact in story(*seen).facts)
        history = story(*seen, (reviews.ReviewHeld(review_id="r", revisits=ids[:2]), on(8)))
        assert "revue du 10 mai y est revenue" in told(history)
        assert "The review of 10 May came back to it" in told(history, "en").replace(
            "the r", "The r"
        )


def test_a_feedback_is_told_with_the_minutes_asked_or_its_silence() -> None:
    """Asked for two minutes, a side answers, or has not yet; unasked, it may still speak."""
    asked = (reviews.FeedbackRequested(minutes_asked=2), on(0))
    given = (
        reviews.FeedbackGiven(relevance=reviews.Relevance.OFF, verbatim="bof", by_side=Side.CLIENT),
        on(1),
    )
    silent, answered, alone = story(asked), story(asked, given), story(given)
    assert "Un retour de deux minutes a été demandé le 2 mai 2022, sans réponse" in told(silent)
    assert "le client, à qui l’on avait demandé deux minutes, a dit que ce qui" in told(answered)
    assert "le client a dit que ce qui lui était apporté tombait à côté : « bof »" in told(alone)
    assert "Feedback, two minutes of it, was asked for on 2 May 2022" in told(silent, "en")
    assert "the client, asked for two minutes, said that what it was given was beside" in told(
        answered, "en"
    )


def test_what_was_said_before_the_first_review_is_told_before_it() -> None:
    """The story goes forward: an early answer opens the chapter."""
    given = reviews.FeedbackGiven(relevance=reviews.Relevance.RELEVANT)
    held = reviews.ReviewHeld(review_id="r")
    early, late = story((given, on(0)), (held, on(5))), story((held, on(5)), (given, on(9)))
    assert told(early).index("tombait juste") < told(early).index("Une revue")
    assert told(late).index("tombait juste") > told(late).index("Une revue")


@pytest.mark.parametrize("many", [1, 3])
def test_a_quote_says_what_it_names_and_that_no_effect_is_seen_yet(many: int) -> None:
    """Constraints and the absence of effects are told, of one quote and of each of several."""
    cited = quotes.QuoteIssued(
        quote_id="q", total=Money.of(100, "EUR"), constraint_ids=("c",), none_yet=True
    )
    more = [(quotes.QuoteIssued(quote_id=f"q{n}"), on(n)) for n in range(1, many)]
    history = story((cited, on(0)), *more)
    assert "cite une contrainte et dit qu’aucun effet n’est encore observé" in told(history)
    assert "it cites one constraint and says that no effect has been seen yet" in told(
        history, "en"
    )


def test_an_objective_tells_its_success_and_a_boundary_its_review() -> None:
    """How success was pictured, and until when the distance holds, are told."""
    history = story(
        (
            objectives.ObjectiveSet(
                objective_id="o", title="trier", success_story="le bac est vide", agreed_by=SIDES
            ),
            on(0),
        ),
        (objectives.ObjectiveClosed(objective_id="o"), on(9)),
        (frame.BoundaryAgreed(topics_out=("la caisse",), review_by=date(2022, 6, 30)), on(1)),
    )
    french, english = (told(history, language) for language in ("fr", "en"))
    assert "La réussite a été imaginée ainsi : « le bac est vide ». L’objectif s’est" in french
    assert "ce que le prestataire laisse de côté (« la caisse »), à revoir d’ici au 30" in french
    assert "Success was pictured like this: “le bac est vide”." in english
    assert "in “la caisse”; to be looked at again by 30 June" in english


def test_a_long_chapter_is_read_in_paragraphs() -> None:
    """Its parts stand apart in text and in Markdown; a short one is one paragraph."""
    short = narrate(promised(), "en").only("promised")
    assert all(chapter.paragraphs == (chapter.sentences,) for chapter in short.chapters)
    facts: list[Told] = [
        (engagements.EngagementMade(engagement_id=f"e{n}", by=who, due=date(2022, 5, 3)), on(n))
        for n, who in enumerate((NORA, LISE, PAUL))
    ]
    facts += [(engagements.EngagementMissed(engagement_id=f"e{n}"), on(4)) for n in range(3)]
    facts += [
        (frame.MethodAgreed(text="à deux"), on(5)),
        (course.AgreementSigned(), on(6)),
    ]
    long = narrate(story(*facts), "en").only("promised")
    (chapter,) = long.chapters
    first, second = chapter.paragraphs
    assert (*first, *second) == chapter.sentences
    assert second[0].text.startswith("The method was agreed")
    for text in (as_text(long, cited=False), as_markdown(long, cited=False)):
        assert "\n\nThe method was agreed together" in text
