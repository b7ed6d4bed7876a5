"""Which command records which event, and how it may be refused.

Rule kept here: the handles say which commands there are, and each decision which fact it
gives and which refusals it returns; nothing is listed by hand.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import frozen

from noe_core.decision import Draft
from noe_core.firm.state import Firm
from noe_core.practitioner.state import Practitioner
from noe_core.refusal import Refusal
from noe_core.relationship.state import Relationship
from noe_core.team.state import Team
from noe_core.vocabulary import StreamKind
from noe_stores.handles.handle import Handle
from noe_stores.handles.house import House
from noe_stores.handles.person import Person
from noe_stores.handles.relation import Relation
from noe_stores.handles.team_room import TeamRoom

HANDLES: Mapping[StreamKind, type[Handle[Any]]] = {
    StreamKind.RELATIONSHIP: Relation,
    StreamKind.PRACTITIONER: Person,
    StreamKind.TEAM: TeamRoom,
    StreamKind.FIRM: House,
}
"""What an embedder holds of a stream of each kind."""

STATES = {one.__name__: one for one in (Relationship, Practitioner, Team, Firm)}


@frozen
class Command:
    """A method of a handle, and the decision it takes."""

    method: str
    decide: Callable[..., Any]

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """What it is given: neither the state nor who records, which the handle knows."""
        found = inspect.signature(self.decide).parameters
        return {name: found[name] for name in found if name not in {"state", "recorded_by"}}

    @property
    def signature(self) -> str:
        """How it is called, what may be left out in square brackets."""
        given = []
        for name, parameter in self.parameters.items():
            needed = parameter.default is inspect.Parameter.empty
            by_name = parameter.kind is inspect.Parameter.KEYWORD_ONLY
            said = f"{name}=…" if by_name else name
            given.append(said if needed else f"[{said}]")
        return f"{self.method}({', '.join(given)})"

    @property
    def refusals(self) -> tuple[str, ...]:
        """The names of its refusals, in the order they are checked."""
        text = inspect.getdoc(self.decide) or ""
        _, _, said = text.partition("Refusals: ")
        return tuple(dict.fromkeys(re.findall(r"`(\w+)`", said.split("\n\n")[0])))

    @property
    def conditions(self) -> str:
        """What the docstring says of its refusals, in its own words."""
        text = inspect.getdoc(self.decide) or ""
        _, _, said = text.partition("Refusals: ")
        return " ".join(said.split("\n\n")[0].split())

    def needs(self, field: str) -> bool:
        """Whether it cannot be given without that."""
        parameter = self.parameters.get(field)
        return parameter is not None and parameter.default is inspect.Parameter.empty


def commands(kind: StreamKind) -> Mapping[type, Command]:
    """The commands of a kind of stream, by the class of the fact they record."""
    return dict(_commands(HANDLES[kind]))


def _commands(handle: type[Handle[Any]]) -> Iterator[tuple[type, Command]]:
    for name, method in vars(handle).items():
        decide = getattr(method, "__wrapped__", None)
        if decide is not None:
            yield _fact_of(decide), Command(name, decide)


def _fact_of(decide: Callable[..., Any]) -> type:
    returned = get_type_hints(decide, localns=dict(STATES))["return"]
    choices = (
        get_args(returned) if get_origin(returned) in {Union, types.UnionType} else (returned,)
    )
    draft = next(one for one in choices if get_origin(one) is Draft)
    (fact,) = get_args(draft)
    return fact  # type: ignore[no-any-return]  # the class a draft is of


def every_refusal(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every refusal of the library, those imported by the handles."""
    for one in of.__subclasses__():
        if one.__module__.startswith(("noe_core.", "noe_stores.")):
            yield one
        yield from every_refusal(one)
