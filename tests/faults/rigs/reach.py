"""What stored data can make a reader do: import, execute, open, start.

Rule kept here: an audit hook of the interpreter writes down everything of that kind while
hostile records are read in every way; the store's own files are the only ones opened.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from noe_stores.lines import chain
from rigs.children import ask
from rigs.offers import single
from rigs.subjects import ALL, OurStore, Subject, line, opened
from rigs.tally import Row, Tally

LABEL = "Code reached from stored data"
PLANTED = "planted"
_PLAIN = "relationship/plain"
_TOPICS = (
    f"{PLANTED}:Bang", "os:system", "builtins:eval", "subprocess:Popen", "pickle:loads",
    "../../etc/passwd", "__import__('planted')", f"{PLANTED}.Bang", "noe_core.events:EVENTS",
)  # fmt: skip
_WATCHED = ("import", "exec", "compile", "open", "os.", "subprocess.", "socket.", "ctypes.")
_MORE = ("pickle.", "marshal.", "code.", "shutil.", "urllib.", "webbrowser.")
_PATHS = ("open", "os.listdir", "os.scandir", "os.rename", "os.remove", "os.mkdir", "os.utime")


class Bang:
    """What a pickle would build."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        """Run a command, if somebody unpickles it."""
        return os.system, ("true",)


def _states() -> list[bytes]:
    sealed = line(single(0, 0).facts[0]).rstrip(b"\n")
    bodies = [pickle.dumps(Bang()), b"{}", b"", b'{"_type_":"planted","_data_":"x"}', sealed]
    for topic in _TOPICS:
        named = sealed.replace(b"objective_set", topic.replace('"', "").encode())
        bodies.append(
            named.replace(b'"schema"', b'"version":1,"recorded_at":"2026-01-05T09:00:00Z","schema"')
        )
    return bodies + [
        chain.seal(body, chain.link(_PLAIN, body)) for body in bodies if body[-1:] == b"}"
    ]


def reach(subject: Subject, scratch: Path) -> list[Row]:
    """Read hostile records in every way there is, in a process that is listened to."""
    tally = Tally.of("reached")
    place = scratch / "reach"
    for what in ask(_read, subject.name, place):
        tally.err("reached", what)
    tally.saw("hostile records", len(_hostile()))
    return [Row(LABEL, tally)]


def _hostile() -> list[StoredEvent]:
    records = []
    for n, state in enumerate(_states()):
        topic = _TOPICS[n % len(_TOPICS)]
        records.append(StoredEvent(f"relationship/../../x{n}", 1, topic, state))
        records.append(StoredEvent(f"relationship/h{n}", 1, "objective_set", state))
    return records


def _read(subject: str, place: Path) -> list[str]:
    place.mkdir(parents=True)
    planted = place.parent / f"{PLANTED}.py"
    planted.write_text("class Bang: pass\n")
    sys.path.insert(0, str(planted.parent))
    reached: list[str] = []
    listening = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if listening and event.startswith(_WATCHED + _MORE):
            if event in _PATHS and _inside(arguments, place):
                return
            reached.append(f"{event} {arguments!r:.120}")

    with opened(ALL[subject], place) as store:
        store.offer(single(0, 0))
        for record in _hostile():
            with suppress(Exception):
                store.recorder.insert_events([record])
        _everything(store)  # what a first use of the library imports is imported now
    sys.modules.pop(PLANTED, None)
    with opened(ALL[subject], place) as store:
        sys.addaudithook(hook)
        listening = True
        _everything(store)
        listening = False
    return reached


def _inside(arguments: tuple[Any, ...], place: Path) -> bool:
    path = arguments[0] if arguments else None
    return isinstance(path, int) or str(path).startswith(str(place))


def _everything(store: Any) -> None:
    """Every way to read; whatever is refused is refused."""
    found = store.recorder.select_notifications(1, 1000)
    if not isinstance(store, OurStore):
        mapper = Mapper(transcoder=JSONTranscoder())
        for one in found:
            with suppress(Exception):
                mapper.to_domain_event(
                    StoredEvent(uuid4(), one.originator_version, one.topic, one.state)
                )
        return
    ledger = store.ledger
    for name in {str(one.originator_id) for one in found}:
        with suppress(Exception):
            ledger.history(name)
    for one in found:
        with suppress(Exception):
            store.recorder.select_events(one.originator_id)
    with suppress(Exception):
        ledger.verify()
    with suppress(Exception):
        list(ledger.follow())
    with suppress(Exception):
        ledger.export(BytesIO())
    with suppress(Exception):
        ledger.import_(BytesIO(b"\n".join(one.state for one in found)), partial=True)
