"""What a caller gave a command by mistake, said by name where Python would only stumble.

Rule kept here: a fact checks itself once it is built. Here stands only what shows before: a
text where several things are meant, an id that is no text, and, where a decision stumbled
over an argument, which one it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar, cast, get_args, get_origin

import attrs

from noe_core.moments import checked
from noe_core.typed import Fact, Unfit, check_of

Answer = TypeVar("Answer")
Given = Mapping[str, Any]

_GROUPS = (tuple, frozenset)


def refuse_slips(command: str, kind: type[Fact] | None, given: Given) -> None:
    """Refuse what would be taken for something else, or would stumble in a decision.

    Raises:
        Unfit: the id is no text, the day no moment, or a text stands where the fact holds
            several things.
    """
    own_id, on = given.get("id"), given.get("on", date.min)
    if own_id is not None and not isinstance(own_id, str):
        raise Unfit(command, "id", f"must be a text, not {_shown(own_id)}")
    try:
        checked(on)
    except ValueError as error:
        raise Unfit(command, "on", f"is no moment: {error}") from error
    for name, annotation in _fields(kind).items():
        # A text is also the list of its letters: nothing else would say so.
        if isinstance(given.get(name), str) and _group(annotation) is not None:
            why = f"holds several things; put {_shown(given[name])} in a list"
            raise Unfit(command, name, why)


def with_arguments(
    decide: Callable[..., Answer], kind: type[Fact] | None, args: Iterable[Any], given: Given
) -> Callable[[Any], Answer]:
    """The decision with its arguments; one that it stumbles over is named.

    Raises:
        Unfit: when asked, the decision stumbles over an argument that is not what the fact
            holds under that name.
    """
    arguments = tuple(args)

    def answer(state: Any) -> Answer:
        try:
            return decide(state, *arguments, **given)
        except (AttributeError, TypeError) as error:
            slip = _stumbled_over(decide.__name__, kind, given)
            if slip is None:
                raise
            raise slip from error

    return answer


def _stumbled_over(command: str, kind: type[Fact] | None, given: Given) -> Unfit | None:
    for name, annotation in _fields(kind).items():
        if name in given:
            wrong = check_of(annotation)(_gathered(annotation, given[name]))
            if wrong is not None:
                return Unfit(command, name, wrong)
    return None


def _fields(kind: type[Fact] | None) -> Mapping[str, Any]:
    """The fields of a fact and what each holds; none of a fact that is the tool's own."""
    return {} if kind is None else {one.name: one.type for one in attrs.fields(cast(Any, kind))}


def _group(annotation: Any) -> Any:
    """The container that a field is, where it holds several things."""
    held = (annotation, *get_args(annotation))
    return next((get_origin(one) for one in held if get_origin(one) in _GROUPS), None)


def _gathered(annotation: Any, value: Any) -> Any:
    container = _group(annotation)
    several = isinstance(value, list | tuple | set | frozenset)
    return container(value) if container is not None and several else value


def _shown(value: object) -> str:
    return f"{value!r:.60} ({type(value).__name__})"
