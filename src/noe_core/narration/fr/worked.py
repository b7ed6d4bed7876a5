"""The work: what was said when coming back on it, what shows of it, and what does not.

Rule kept here: tell, then count; figures are few, rounded as a person would say them, and
each comes once.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from noe_core.facts import AnyRecorded, Recorded
from noe_core.narration.fr.pen import ROLES, Pen
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    elided,
    listing,
    number,
    quoted,
    time_spent,
)
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.projections.reflexive_time import reflexive_time
from noe_core.relationship.reviews import ReflexiveLevel, Relevance, ReviewHeld
from noe_core.relationship.work import (
    Direction,
    ImmaterialResource,
    WorkNature,
    WorkRecorded,
)
from noe_core.values import Side

LEVELS = {
    ReflexiveLevel.INTERNAL: "la façon de travailler du prestataire",
    ReflexiveLevel.RELATIONAL: "la relation",
    ReflexiveLevel.CLIENT_SIDE: "ce que le travail déplace chez le client",
}
RESOURCES = {
    ImmaterialResource.TRUST: "La confiance",
    ImmaterialResource.COMPETENCE: "La compétence",
    ImmaterialResource.RELEVANCE: "La pertinence",
    ImmaterialResource.HEALTH: "La santé",
}
DIRECTIONS = {
    Direction.MOBILISED: "a été mise à contribution",
    Direction.STRENGTHENED: "s’est renforcée",
    Direction.ERODED: "s’est usée",
}
RELEVANCES = {
    Relevance.RELEVANT: "juste",
    Relevance.PARTLY: "juste en partie",
    Relevance.OFF: "à côté",
}
SHARES = (
    (Fraction(1, 10), "un dixième"),
    (Fraction(1, 8), "un huitième"),
    (Fraction(1, 6), "un sixième"),
    (Fraction(1, 5), "un cinquième"),
    (Fraction(1, 4), "un quart"),
    (Fraction(1, 3), "un tiers"),
    (Fraction(1, 2), "la moitié"),
    (Fraction(2, 3), "les deux tiers"),
    (Fraction(3, 4), "les trois quarts"),
    (Fraction(1), "la totalité"),
)


def worked(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on the work, above the water and below."""
    # In the order they are read: the pen says the year where it changes.
    reviews = _reviews(tale, pen)
    above, details = _above(tale, pen)
    below = [*_constraints(tale), *_resources(tale, pen), *_advice(tale, pen)]
    lines = [*reviews, *above, *_reflexive(tale), *below, *_feedback(tale, pen)]
    accounts = _accounts(tale, pen)
    both = bool(above) and bool(below or tale.state.reviews.held)
    title = "Le travail, au-dessus de l’eau et en dessous" if both else "Le travail"
    return Chapter(key="worked", title=title, sentences=tuple(lines), details=(*accounts, *details))


def _reviews(tale: Tale, pen: Pen) -> list[Sentence]:
    held = tale.state.reviews.held
    if not held:
        return []
    if len(held) > FEW:
        return [_gathered(held, tale, pen), *_voices(held[-1], tale, pen)]
    return [line for index, review in enumerate(held) for line in _review(review, index, tale, pen)]


def _gathered(held: Sequence[Recorded[ReviewHeld]], tale: Tale, pen: Pen) -> Sentence:
    days = [tale.day(review) for review in held]
    gaps = sorted((b - a).days for a, b in pairwise(days))
    pace = _pace(gaps[len(gaps) // 2])
    total = count(len(held), "revue a été tenue", "revues ont été tenues", feminine=True)
    return say(f"{capital(pen.between(days[0], days[-1]))}, {total}{pace}", held, ".")


def _pace(gap: int) -> str:
    """How often, roughly: in weeks, beyond two months in months; nothing under two weeks."""
    weeks, months = round(gap / 7), round(gap / 30.4)
    if weeks > 8:  # noqa: PLR2004 - two months
        return f", à peu près tous les {number(months)} mois"
    return f", à peu près toutes les {number(weeks)} semaines" if weeks > 1 else ""


def _accounts(tale: Tale, pen: Pen) -> list[Sentence]:
    """What was said in each review, where there are too many to tell one by one."""
    held = tale.state.reviews.held
    if len(held) <= FEW:
        return []
    return [
        say(f"{capital(pen.on(tale.day(r)))}{NBSP}: {quoted(r.data.account)}", r)
        for r in held
        if r.data.account
    ]


def _review(review: Recorded[ReviewHeld], index: int, tale: Tale, pen: Pen) -> list[Sentence]:
    told = _voices(review, tale, pen)
    if told:
        return told
    when = pen.on(tale.day(review))
    asked = listing([LEVELS[level] for level in ReflexiveLevel if level in review.data.levels])
    about = f", sur {asked}" if asked else ""
    began = "Une revue a été tenue" if not index else "Une autre l’a été"
    account = f"{NBSP}: {quoted(review.data.account)}" if review.data.account else ""
    return [say(f"{began} {when}{about}{account}", review, ".")]


def _voices(review: Recorded[ReviewHeld], tale: Tale, pen: Pen) -> list[Sentence]:
    """What each side said of the work, in its own words."""
    said = [a for a in review.data.assessments if a.account]
    if not said:
        return []
    voices = [_voice(a.of_side, a.by_side, a.account or "") for a in said]
    when = pen.on(tale.day(review))
    turn = pen.turn("joint voices" if review.data.two_sided else "voices")
    if not review.data.participants:
        began = f"Une revue, {when}, a donné ceci"
    elif not review.data.two_sided:
        began = f"Une revue d’une seule partie, {when}, a donné ceci"
    elif turn % 3 == 0:
        began = f"{capital(when)}, les deux parties sont revenues sur l’expérience"
    elif turn % 3 == 1:
        began = f"Elles y sont revenues {when}"
    else:
        began = f"À la revue suivante, {when}, on a entendu ceci"
    return [say(f"{began}{NBSP}: {f'{NBSP}; '.join(voices)}", review, ".")]


def _voice(of: Side, by: Side, account: str) -> str:
    if of is by:
        return f"de son propre travail, {ROLES[by]} dit {quoted(account)}"
    return f"du travail {ROLES[of].of}, {ROLES[by]} dit {quoted(account)}"


def _above(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    work = [w for w in tale.work if w.data.minutes]
    if not work:
        return [], []
    minutes = sum(w.data.minutes or 0 for w in work)
    client = sum(w.data.minutes or 0 for w in work if w.data.done_by is Side.CLIENT)
    stepped = [w for w in work if w.data.nature is WorkNature.REFLEXIVE]
    when = pen.between(tale.day(work[0]), tale.day(work[-1]))
    verb = "est visible" if minutes < 120 else "sont visibles"  # noqa: PLR2004 - under two hours
    parts = [f"{time_spent(client)} du client"] if client else []
    if stepped:
        parts.append(f"{time_spent(sum(w.data.minutes or 0 for w in stepped))} à prendre du recul")
    among = f", dont {listing(parts)}" if parts else ""
    lines = [say(f"{capital(when)}, {time_spent(minutes)} de travail {verb}{among}", work, ".")]
    lines += _deliverables(work)
    told = [w for w in work if w.data.account or w.data.gap]
    if len(told) > FEW:
        return lines, [_item(w) for w in told]
    return [*lines, *(_account(w, tale, pen) for w in told)], []


def _account(work: Recorded[WorkRecorded], tale: Tale, pen: Pen) -> Sentence:
    data = work.data
    named = [
        quoted(data.topic) if data.topic else "",
        time_spent(data.minutes) if data.minutes else "",
    ]
    about = ", ".join(part for part in named if part)
    said = [quoted(data.account)] if data.account else []
    if data.gap:
        said.append(f"le réel a demandé autre chose, {quoted(data.gap)}")
    began = ("Le travail {} ({}) s’est raconté ainsi", "De celui {} ({}), on a gardé ceci")
    begun = began[pen.turn("account") % 2].format(pen.of_day(tale.day(work)), about)
    return say(f"{begun}{NBSP}: {f'{NBSP}; '.join(said)}", work, ".")


def _deliverables(work: Sequence[Recorded[WorkRecorded]]) -> list[Sentence]:
    made = [(w, text) for w in work for text in w.data.deliverables]
    if not made:
        return []
    facts = [w for w, _ in made]
    if len(made) > FEW:
        return [say(f"Il en est sorti {count(len(made), 'livrable', 'livrables')}", facts, ".")]
    return [say(f"Il en est sorti {listing([quoted(text) for _, text in made])}", facts, ".")]


def _item(work: Recorded[WorkRecorded]) -> Sentence:
    data = work.data
    topic = quoted(data.topic) if data.topic else "Travail"
    spent = f", {time_spent(data.minutes)}" if data.minutes else ""
    account = f"{NBSP}: {quoted(data.account)}" if data.account else ""
    gap = f"{NBSP}; le réel a demandé autre chose{NBSP}: {quoted(data.gap)}" if data.gap else ""
    return say(f"{topic}{spent}{account}{gap}", work)


def _reflexive(tale: Tale) -> list[Sentence]:
    found = reflexive_time(tale.state, tale.view)
    if not found.share:
        return []
    facts = tale.sources(found.reflexive.evidence)
    spent = f"Revenir sur ce qui se vivait a pris {spoken_share(found.share)}"
    return [say(f"{spent} du temps du prestataire", facts, ".")]


def spoken_share(share: Fraction) -> str:
    """A share as a person says it: ``un cinquième``, ``près d'un quart``, ``plus d'un tiers``."""
    nearest, said = min(SHARES, key=lambda known: abs(known[0] - share))
    if share == nearest:
        return said
    if share < SHARES[0][0] * Fraction(3, 4):
        return "moins d’un dixième"
    of = f"des{said.removeprefix('les')}" if said.startswith("les ") else elided("de", said)
    return f"près {of}" if share < nearest else f"un peu plus {of}"


def _constraints(tale: Tale) -> list[Sentence]:
    told = {t.missed.data.constraint_id for e in tale.troubled for t in e.terms if t.missed}
    found = [c for key, c in tale.state.work.constraints.items() if key not in told and c.data.text]
    if len(found) > FEW:
        total = count(len(found), "contrainte", "contraintes", feminine=True)
        return [say(f"{capital(total)} ont été dites à l’autre partie", found, ".")]
    shown = (
        "une contrainte s’est montrée",
        "une autre est apparue",
        "une troisième a été dite",
    )
    lines = []
    for said, constraint in zip(shown, found, strict=False):
        side = constraint.data.side
        where = f"Du côté {ROLES[side].of}" if side else "De part ou d’autre"
        text = quoted(constraint.data.text or "")
        lines.append(say(f"{where}, {said}{NBSP}: {text}", constraint, "."))
    return lines


def _resources(tale: Tale, pen: Pen) -> list[Sentence]:
    lines = []
    for resource in ImmaterialResource:
        noted = [n for n in tale.state.work.resources.values() if n.data.resource is resource]
        parts: list[str] = []
        facts: list[AnyRecorded] = []
        for note in noted[:FEW]:
            data = note.data
            if data.direction is None:
                continue
            what = "celle" if parts else RESOURCES[resource]
            side = f" {pen.who(data.side).of}" if data.side else ""
            when = pen.on(tale.day(note))
            told = f"{NBSP}: {quoted(data.account)}" if data.account else ""
            parts.append(f"{what}{side} {DIRECTIONS[data.direction]} {when}{told}")
            facts += [note, *tale.sources(data.evidence)]
        if parts:
            lines.append(say(f"{NBSP}; ".join(parts), facts, "."))
    return lines


def _advice(tale: Tale, pen: Pen) -> list[Sentence]:
    given = [a for a in tale.state.work.advice if a.data.text]
    if len(given) > FEW:
        against = sum(bool(a.data.against_own_revenue) for a in given)
        cost = f", dont {number(against)} contre son propre chiffre d’affaires" if against else ""
        return [
            say(
                f"Le prestataire a donné {count(len(given), 'conseil', 'conseils')}{cost}",
                given,
                ".",
            )
        ]
    began = (
        "{}, le prestataire a conseillé ceci",
        "Un autre conseil a suivi {}",
        "Un troisième a été donné {}",
    )
    lines = []
    for start, advice in zip(began, given, strict=False):
        data = advice.data
        cost = ", contre son propre chiffre d’affaires" if data.against_own_revenue else ""
        followed = {True: "; le conseil a été suivi", False: "; le conseil n’a pas été suivi"}
        after = NBSP + followed[data.followed] if data.followed is not None else ""
        when, text = pen.on(tale.day(advice)), quoted(data.text or "")
        said = capital(start.format(when))
        lines.append(say(f"{said}{cost}{NBSP}: {text}{after}", advice, "."))
    return lines


def _feedback(tale: Tale, pen: Pen) -> list[Sentence]:
    given = [f for f in tale.state.reviews.feedback if f.data.relevance]
    if not given:
        return []
    last = given[-1]
    relevance = RELEVANCES[last.data.relevance] if last.data.relevance else ""
    told = f"{NBSP}: {quoted(last.data.verbatim)}" if last.data.verbatim else ""
    who = str(ROLES[last.data.by_side or Side.CLIENT])
    began = f"Interrogé, {who}" if tale.state.reviews.requests else capital(who)
    when = pen.on(tale.day(last))
    return [say(f"{began} a trouvé la réponse {relevance}, {when}{told}", last, ".")]
