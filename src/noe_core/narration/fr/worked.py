"""The work: what was said when coming back on it, what shows of it, and what does not.

Rule kept here: tell, then count; figures are few, rounded as a person would say them, and
each comes once.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from noe_core.facts import AnyRecorded, Recorded
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.real import constraints
from noe_core.narration.fr.reviewed import accounts, came_back
from noe_core.narration.fr.teams import teams
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    elided,
    figure,
    listing,
    number,
    quoted,
    time_spent,
)
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.projections.reflexive_time import reflexive_time
from noe_core.relationship.work import (
    Direction,
    ImmaterialResource,
    WorkNature,
    WorkRecorded,
)
from noe_core.values import Side

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
    coming_back = came_back(tale, pen)
    above, details = _above(tale, pen)
    below = [] if tale.grains else constraints(tale)
    below += [*_resources(tale, pen), *_advice(tale, pen), *teams(tale, pen)]
    shown = [*above, *(_reflexive(tale) if above or coming_back else [])]
    told = (*accounts(tale, pen), *details)
    both = bool(above) and bool(below or tale.grains or tale.state.reviews.held)
    title = "Le travail, au-dessus de l’eau et en dessous" if both else "Le travail"
    return Chapter.of("worked", title, coming_back, shown, below, details=told)


def _above(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    if not tale.state.work.done:
        return [], []
    lines = [*_time(tale, pen), *_by_machine(tale), *_made(tale), *_volumes(tale)]
    told = [w for w in tale.work if w.data.account or w.data.gap]
    if len(told) > FEW:
        return lines, [_item(w) for w in told]
    return [*lines, *(_account(w, tale, pen) for w in told)], []


def _time(tale: Tale, pen: Pen) -> list[Sentence]:
    """The hours that show; work of which nobody said how long it took is said apart."""
    timed = [w for w in tale.work if w.data.minutes]
    untimed = [w for w in tale.work if not w.data.minutes]
    if not timed:
        return _untimed(untimed, pen)
    minutes = sum(w.data.minutes or 0 for w in timed)
    client = sum(w.data.minutes or 0 for w in timed if w.data.done_by is Side.CLIENT)
    stepped = [w for w in timed if w.data.nature is WorkNature.REFLEXIVE]
    when = pen.across(timed)
    all_theirs = " du client" if client == minutes else ""
    parts = [f"{time_spent(client)} du client"] if client and not all_theirs else []
    if stepped:
        parts.append(f"{time_spent(sum(w.data.minutes or 0 for w in stepped))} à prendre du recul")
    among = f", dont {listing(parts)}" if parts else ""
    if len({tale.day(w) for w in timed}) == 1:
        # The day it was noted, which need not be the day it was done.
        said = f"Le travail visible{all_theirs}, noté {when}, tient en {time_spent(minutes)}{among}"
    else:
        verb = "est visible" if minutes < 120 else "sont visibles"  # noqa: PLR2004 - two hours
        said = f"{capital(when)}, {time_spent(minutes)} de travail{all_theirs} {verb}{among}"
    if not untimed:
        return [say(said, timed, ".")]
    one = len(untimed) == 1
    more = "un autre moment" if one else f"{number(len(untimed))} autres moments"
    has = "est consigné sans durée" if one else "sont consignés sans durée"
    return [say(said, timed, f"{NBSP}; {more} de travail {has}", untimed, ".")]


def _untimed(work: Sequence[Recorded[WorkRecorded]], pen: Pen) -> list[Sentence]:
    if not work:
        return []
    topics = list(dict.fromkeys(w.data.topic for w in work if w.data.topic))
    about = f" ({listing([quoted(t) for t in topics])})" if 0 < len(topics) <= FEW else ""
    when = capital(pen.across(work))
    one, many = "moment de travail est consigné", "moments de travail sont consignés"
    moments = count(len(work), one, many)
    return [say(f"{when}, {moments} sans durée{about}", work, ".")]


def _by_machine(tale: Tale) -> list[Sentence]:
    automated = [w for w in tale.state.work.done.values() if w.data.automated]
    if not automated:
        return []
    topics = list(dict.fromkeys(w.data.topic for w in automated if w.data.topic))
    about = f"{NBSP}: {listing([quoted(t) for t in topics])}" if 0 < len(topics) <= FEW else ""
    said = "Une part du travail, automatisée, n’a pris de temps à personne"
    return [say(f"{said}{about}", automated, ".")]


def _volumes(tale: Tale) -> list[Sentence]:
    """What was counted, unit by unit; units are never added to one another."""
    counted = [(w, q) for w in tale.state.work.done.values() for q in w.data.volumes]
    if not counted:
        return []
    by_unit: dict[str, Decimal] = {}
    for _, quantity in counted:
        by_unit[quantity.unit] = by_unit.get(quantity.unit, Decimal(0)) + quantity.value
    facts = [w for w, _ in counted]
    if len(by_unit) > FEW:
        units = listing([quoted(unit) for unit in by_unit])
        return [say(f"Le travail a été compté en {units}", facts, ".")]
    (unit, total), *others = by_unit.items()
    began = f"Compté en {quoted(unit)}, le travail donne {figure(total)}"
    more = [f"en {quoted(other)}, {figure(value)}" for other, value in others]
    return [say(f"{NBSP}; ".join([began, *more]), facts, ".")]


def _account(work: Recorded[WorkRecorded], tale: Tale, pen: Pen) -> Sentence:
    data = work.data
    named = [
        quoted(data.topic) if data.topic else "",
        time_spent(data.minutes) if data.minutes else "",
    ]
    about = ", ".join(part for part in named if part)
    about = f" ({about})" if about else ""
    said = [quoted(data.account)] if data.account else []
    if data.gap:
        said.append(f"le réel a demandé autre chose, {quoted(data.gap)}")
    began = ("Le travail {}{} s’est raconté ainsi", "De celui {}{}, on a gardé ceci")
    begun = began[pen.turn("account") % 2].format(pen.of_day(tale.day(work)), about)
    return say(f"{begun}{NBSP}: {f'{NBSP}; '.join(said)}", work, ".")


def _made(tale: Tale) -> list[Sentence]:
    made = [(w, text) for w in tale.state.work.done.values() for text in w.data.deliverables]
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
