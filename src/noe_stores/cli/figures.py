"""A few figures beside a trajectory, in words.

Rule kept here: counts and the ratio they make, never a verdict; where there is nothing to
divide by, no ratio is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from noe_core.history import History
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER, SideLedger
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.values import Side
from noe_stores.cli.plain import as_plain

_ENGAGEMENTS: Final = {
    "en": "engagements of the {side}: made {made}, due {due}, kept on first terms {kept}, "
    "kept later {later}, missed {missed}",
    "fr": "engagements {side} : pris {made}, échus {due}, honorés dans les premiers termes {kept}, "
    "honorés ensuite {later}, manqués {missed}",
}
_SIDES: Final = {
    "en": {Side.PROVIDER: "provider", Side.CLIENT: "client"},
    "fr": {Side.PROVIDER: "du prestataire", Side.CLIENT: "du client"},
}
_REFLEXIVE: Final = {
    "en": "reflexive time of the provider: {part} of {whole} minutes{share}",
    "fr": "temps réflexif du prestataire : {part} minutes sur {whole}{share}",
}
_QUOTES: Final = {
    "en": "quotes: issued {issued}, decided {decided}, signed unchanged {unchanged}",
    "fr": "devis : émis {issued}, décidés {decided}, signés sans changement {unchanged}",
}


def figures(history: History, lang: str) -> Iterator[str]:
    """The figures of a history, a line each; those of nothing are left out."""
    ledger = ENGAGEMENT_LEDGER.of(history)
    for side in (Side.PROVIDER, Side.CLIENT):
        if ledger.of(side).made.value:
            yield _ENGAGEMENTS[lang].format(side=_SIDES[lang][side], **_counts(ledger.of(side)))
    time = REFLEXIVE_TIME.of(history)
    if time.share is not None:
        yield _REFLEXIVE[lang].format(
            part=time.reflexive.value,
            whole=time.whole.value,
            share=f" ({hundredths(time.share)} %)",
        )
    quotes = QUOTE_STATISTICS.of(history)
    if quotes.issued.value:
        yield _QUOTES[lang].format(
            issued=quotes.issued.value,
            decided=quotes.decided.value,
            unchanged=quotes.signed_unchanged.value,
        )


def _counts(side: SideLedger) -> dict[str, int]:
    return {
        "made": side.made.value,
        "due": side.due.value,
        "kept": side.kept_on_first_terms.value,
        "later": side.kept_after_renegotiation.value,
        "missed": side.missed.value,
    }


def hundredths(share: Fraction) -> str:
    """A share of a hundred, to one place where it is not whole."""
    tenths = round(share * 1000)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def figures_as_plain(history: History) -> dict[str, Any]:
    """The whole answers behind the figures."""
    return {
        projection.name: as_plain(projection.of(history))
        for projection in (ENGAGEMENT_LEDGER, REFLEXIVE_TIME, QUOTE_STATISTICS)
    }
