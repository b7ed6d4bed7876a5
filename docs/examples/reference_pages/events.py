"""The page of events: by stream and by chapter, every event with its fields and its command."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_type_hints

import attrs

from noe_core.events import ENTRIES, EVENTS_OF
from noe_core.typed import Fact
from noe_core.vocabulary import Event, StreamKind, Water
from reference_pages.commands import Command, commands
from reference_pages.words import (
    WRITTEN_BY,
    field_kind,
    joined,
    meanings,
    paragraph,
    parts,
    table,
)

OPENING = """# Events

Every event that Noé records, by the stream it stands in and by chapter. The name of an event
is how it is written for ever; its two labels are how people call it. In Python you import
the class, most often without meeting it: the command named below each event builds it,
checks it, and records it. What an event says on its own side of the waterline:

- *visible*: what an invoice would show;
- *submerged*: what the work produced or took and no invoice shows;
- *frame*: what frames the story, and counts for neither.

A field is *always* needed where it says which thing the event is about. What the *command*
needs, an imported event may lack: past histories are untidy, and the audit will say what is
missing. Everything else may be left out. The envelope of each event (`stream`, `version`,
`id`, `occurred_at`, `recorded_at`, `recorded_by`…) is told in
[`noe_core.facts`](../../src/noe_core/facts.py)."""

SHORES: Mapping[Water, str] = {
    Water.VISIBLE: "visible",
    Water.SUBMERGED: "submerged",
    Water.FRAME: "frame",
}

STREAMS: Mapping[StreamKind, tuple[str, str]] = {
    StreamKind.RELATIONSHIP: ("A relationship", 'ledger.relationship("…", recorded_by="…")'),
    StreamKind.PRACTITIONER: ("A practitioner", 'ledger.practitioner("…", recorded_by="…")'),
    StreamKind.TEAM: ("A team", 'ledger.team("…", recorded_by="…")'),
    StreamKind.FIRM: ("A firm", 'ledger.firm("…", recorded_by="…")'),
}


def page() -> str:
    """The page of events."""
    streams = (_stream(one) for one in StreamKind)
    return joined(WRITTEN_BY, OPENING, _index(), *streams, _any_stream(), _values())


def _index() -> str:
    lines = ["## All of them"]
    for stream, (title, _) in STREAMS.items():
        names = (f"[`{e.name}`](#{e.name})" for e in EVENTS_OF[stream] if e not in ENTRIES)
        lines.append(f"**{title}.** {' · '.join(names)}")
    names = (f"[`{e.name}`](#{e.name})" for e in ENTRIES)
    lines.append(f"**Any stream.** {' · '.join(names)}")
    return "\n\n".join(lines)


def _stream(stream: StreamKind) -> str:
    title, held = STREAMS[stream]
    taken = commands(stream)
    chapters: dict[str, list[Event]] = {}
    for event in EVENTS_OF[stream]:
        if event not in ENTRIES:
            chapters.setdefault(event.kind.__module__, []).append(event)
    note = f"Stream ids begin with `{stream}/`. The commands are methods of `{held}`."
    told = (_chapter(module, events, taken) for module, events in chapters.items())
    return joined(f"## {title}", note, *told)


def _chapter(module: str, events: Iterable[Event], taken: Mapping[type, Command]) -> str:
    told = paragraph(importlib.import_module(module)).replace("Rule kept here: ", "*Rule kept:* ")
    name = module.rpartition(".")[2].replace("_", " ").capitalize()
    chapter = tuple(events)
    deciding = sorted({event.decide.__module__ for event in chapter})
    where = f"In Python: facts of `{module}`, decided by {' and '.join(map(_code, deciding))}."
    if deciding == [module]:
        where = f"In Python: facts and decisions of `{module}`."
    told_of = (_event(event, taken[event.kind]) for event in chapter)
    return joined(f"### {name}", told, where, *told_of)


def _code(name: str) -> str:
    return f"`{name}`"


def _event(event: Event, command: Command) -> str:
    labels = f"*{event.fr}* · *{event.en}* · {SHORES[event.water]} · `{event.kind.__name__}`"
    return joined(
        f"#### {event.name}",
        labels,
        paragraph(event.kind),
        _fields(event.kind, command),
        _command(command),
    )


def _fields(fact: type[Fact], command: Command) -> str:
    rows = [
        (f"`{name}`", holds, _needed(needed, command.needs(name)), said)
        for name, holds, needed, said in fields(fact)
    ]
    told = any(said for *_, said in rows)
    heads = ("Field", "What it holds", "Needed", "Meaning")
    return table(heads if told else heads[:3], rows if told else [row[:3] for row in rows])


def fields(declared: type) -> Iterator[tuple[str, str, bool, str]]:
    """The fields of a value: name, what each holds, whether always needed, and its meaning."""
    hints: Mapping[str, Any] = get_type_hints(declared, include_extras=True)
    said = meanings(declared)
    for one in attrs.fields(declared):
        needed = one.default is attrs.NOTHING
        yield one.name, field_kind(one.name, hints[one.name]), needed, said.get(one.name, "")


def _needed(always: bool, by_command: bool) -> str:
    return "always" if always else "by the command" if by_command else "no"


def _command(command: Command) -> str:
    refused = command.conditions
    for name in command.refusals:
        refused = refused.replace(f"`{name}`", f"[`{name}`](refusals.md#{name.lower()})")
    said = f"Refused as {refused}" if refused else "Never refused once it can be built."
    return f"`{command.signature}`: {_lowered(paragraph(command.decide))} {said}"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _any_stream() -> str:
    taken = commands(StreamKind.RELATIONSHIP)
    told = paragraph(importlib.import_module("noe_core.entries")).replace(
        "Rule kept here: ", "*Rule kept:* "
    )
    own = (
        "In a practitioner's stream, only the person amends what they said of themselves "
        "([`NotSelfDeclared`](refusals.md#notselfdeclared))."
    )
    return joined("## Any stream", told, own, *(_event(e, taken[e.kind]) for e in ENTRIES))


def _values() -> str:
    note = "What stands inside the fields above. A value that exists is right in itself."
    return joined("## Values", note, *(_value(one) for one in values()))


def values() -> tuple[type, ...]:
    """The values that the fields of facts are made of, by name."""
    found: dict[str, type] = {}
    waiting: list[type] = [event.kind for events in EVENTS_OF.values() for event in events]
    while waiting:
        hints = get_type_hints(waiting.pop(), include_extras=True)
        for one in _of(hints.values()):
            if one.__name__ not in found:
                found[one.__name__] = one
                waiting.append(one)
    return tuple(found[name] for name in sorted(found))


def _of(annotations: Iterable[Any]) -> Iterator[type]:
    for annotation in annotations:
        yield from parts(annotation)


def _value(declared: type) -> str:
    rows = [
        (f"`{name}`", holds, "always" if needed else "no", said)
        for name, holds, needed, said in fields(declared)
    ]
    told = any(said for *_, said in rows)
    heads = ("Field", "What it holds", "Needed", "Meaning")
    listed = table(heads if told else heads[:3], rows if told else [row[:3] for row in rows])
    where = inspect.getmodule(declared)
    stands = f"`{where.__name__}.{declared.__name__}`" if where else ""
    return joined(f"### {declared.__name__}", f"{paragraph(declared)} ({stands})", listed)
