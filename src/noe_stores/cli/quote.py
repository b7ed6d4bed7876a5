"""``noe quote``: the draft of a quote after work.

Rule kept here: nothing is recorded. A draft is a document to talk over, not a legal *devis*
(domain.md §0), and says so.
"""

from __future__ import annotations

from typing import Any, Final

import click

from noe_core.moments import When
from noe_core.projections.after_work_draft import AfterWorkDraft, after_work_draft
from noe_core.relationship.quotes import QuoteLine
from noe_core.values import Money
from noe_stores.cli import options
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import opened, relationship_in
from noe_stores.cli.screen import Screen

WORDS: Final = {
    "en": {
        "title": "Draft of a quote after work, {start} to {end}",
        "no_lines": "No work of the provider is left to quote.",
        "total": "total",
        "effect_ids": "effects seen",
        "unplanned_effect_ids": "effects nobody had planned",
        "contested_effect_ids": "effects seen otherwise by one side",
        "resource_ids": "resources drawn on",
        "constraint_ids": "what held the provider back",
        "saved": "minutes saved, as attested",
        "left": "left of the agreed limit of {limit}",
        "no_limit": "no spend limit is agreed for these days",
        "ready": "It can be talked over.",
        "silent": "It tells only hours: note what the work changed, or say --none-yet.",
        "beyond": "It goes beyond the limit agreed: a review has to agree to that first.",
        "colon": ":",
        "nature": "A document to talk over, not a legal devis: it binds nobody.",
    },
    "fr": {
        "title": "Projet de devis après travail, du {start} au {end}",
        "no_lines": "Aucun travail du prestataire ne reste à chiffrer.",
        "total": "total",
        "effect_ids": "effets observés",
        "unplanned_effect_ids": "effets que personne n'avait prévus",
        "contested_effect_ids": "effets vus autrement d'un côté",
        "resource_ids": "ressources mobilisées",
        "constraint_ids": "ce qui a freiné le prestataire",
        "saved": "minutes gagnées, attestées",
        "left": "reste sur la dépense acceptable de {limit}",
        "no_limit": "aucune dépense acceptable n'est convenue pour ces jours",
        "ready": "On peut en parler.",
        "silent": "Il ne dit que des heures : notez ce que le travail a changé, ou --none-yet.",
        "beyond": "Il dépasse la dépense acceptable : une revue doit d'abord en convenir.",
        "colon": " :",
        "nature": "Un document de dialogue, pas un devis au sens de la loi : il n'engage personne.",
    },
}
CITED: Final = (
    "effect_ids",
    "unplanned_effect_ids",
    "contested_effect_ids",
    "resource_ids",
    "constraint_ids",
)


@click.command(
    epilog=options.example(
        "noe quote clients.db brume-numerique:coop-verte --month 2022-04 --rate 90"
    )
)
@options.store
@options.stream
@click.option(
    "--month", type=options.month, metavar="YYYY-MM", required=True, help="The month of the work."
)
@click.option(
    "--rate",
    type=options.rate,
    metavar="AMOUNT",
    required=True,
    help="The price of an hour before tax: 90, 87.50 or '90 CHF'.",
)
@click.option("--none-yet", is_flag=True, help="Say in the draft that no effect was seen yet.")
@options.as_of
@options.known_at
@options.lang
@options.as_format("text", "json")
@click.pass_obj
def quote(
    screen: Screen,
    *,
    store: str,
    stream: str,
    month: tuple[int, int],
    rate: Money,
    none_yet: bool,
    as_of: When | None,
    known_at: When | None,
    lang: str,
    format_: str,
) -> None:
    """Draft the quote of a month, after its work.

    The work of the month that no quote counts yet, by what it serves, with what it changed
    and what the agreed limit leaves. Nothing is recorded. It is a document to talk over, not
    a legal devis.

    The JSON holds "stream", "period", "lines", "total", the ids of what it cites, "time_saved",
    "none_yet", "headroom", "evidence" (ids of entries) and "ready".
    """
    with opened(store) as ledger:
        history = relationship_in(ledger, stream, as_of=as_of, known_at=known_at)
    draft = after_work_draft(history, month=month, rate=rate, none_yet=none_yet)
    if format_ == "json":
        screen.json({"stream": history.stream, **as_plain(draft), "ready": draft.ready})
    else:
        _say(screen, draft, WORDS[lang])


def _say(screen: Screen, draft: AfterWorkDraft, words: dict[str, str]) -> None:
    period = draft.period
    screen.say(words["title"].format(start=period.start, end=period.end), style="bold")
    screen.say()
    for line in draft.lines:
        screen.say(_line(line), indent=2)
    if draft.total is None:
        screen.say(words["no_lines"], indent=2)
    else:
        screen.say(f"{'':9}  {_money(draft.total)}  {words['total']}", style="bold", indent=2)
    screen.say()
    beside = _beside(draft, words)
    for text in beside:
        screen.say(text, indent=2)
    if beside:
        screen.say()
    if verdict := _verdict(draft, words):
        screen.say(verdict)
    screen.say(words["nature"], style="dim")


def _line(line: QuoteLine) -> str:
    works = ", ".join(line.work_ids)
    amount = _money(line.amount) if line.amount else f"{'':14}"
    return f"{line.minutes or 0:5} min  {amount}  {line.label or '–'} ({works})"


def _money(money: Money) -> str:
    return f"{money.amount:>10} {money.currency}"


def _beside(draft: AfterWorkDraft, words: dict[str, str]) -> list[str]:
    found: list[tuple[str, Any]] = [
        (words[name], ", ".join(getattr(draft, name))) for name in CITED
    ]
    if draft.time_saved is not None:
        found.append((words["saved"], draft.time_saved.value))
    if draft.headroom is not None:
        limit = draft.headroom.limit.value
        left = words["left"].format(limit=f"{limit.amount} {limit.currency}")
        found.append((left, f"{draft.headroom.left} {limit.currency}"))
    elif draft.total is not None:
        found.append((words["no_limit"], "–"))
    return [f"{name}{words['colon']} {value}" for name, value in found if value]


def _verdict(draft: AfterWorkDraft, words: dict[str, str]) -> str:
    if not draft.lines:
        return ""
    if draft.headroom is not None and draft.headroom.left < 0:
        return words["beyond"]
    if not draft.tells:
        return words["silent"]
    return words["ready"] if draft.ready else ""
