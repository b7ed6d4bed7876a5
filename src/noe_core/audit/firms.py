"""The firms that stand beside a relationship, for the rules that read them.

Rule kept here: nothing of another stream is guessed. A firm speaks for a relationship where
the relationship names it as its provider, under the firm's own id; where it names none of
the firms there are, any of them may be the one.
"""

from __future__ import annotations

from noe_core.audit.rule import Case
from noe_core.firm.state import Firm
from noe_core.values import Side


def firms_of(case: Case) -> tuple[Firm, ...]:
    """The firms that may be the provider: those it is known to be, else every one there is."""
    firms = case.beside.firms if case.beside is not None else {}
    seats = case.state.parties.members
    providers = {party_id for party_id, side in seats if side is Side.PROVIDER}
    named = tuple(firm for own, firm in firms.items() if own in providers)
    return named or tuple(firms.values())
