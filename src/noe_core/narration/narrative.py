"""The value narrative as data: chapters, sentences, and the events each stands on.

Rule kept here: every sentence cites the events it stands on, and an empty chapter is left
out (domain.md §4 row 2; shared word).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from uuid import UUID

import attrs
from attrs import frozen

from noe_core.beside import Beside
from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.languages import Language, spoken
from noe_core.narration.tale import Tale
from noe_core.projection import Projection, View
from noe_core.relationship.state import Relationship, evolve
from noe_core.vocabulary import own_id


@frozen
class Cited:
    """An event that words stand on: its stream, its version there, and its id."""

    stream: str
    version: int
    id: UUID


@frozen
class Cite:
    """The events that the words before it stand on, stream by stream."""

    events: tuple[Cited, ...]

    @classmethod
    def of(cls, facts: Iterable[AnyRecorded]) -> Cite:
        """A citation of facts, each once, in order of streams and versions."""
        found = {Cited(fact.stream, fact.version, fact.id) for fact in facts}
        return cls(tuple(sorted(found, key=lambda event: (event.stream, event.version))))

    @property
    def label(self) -> str:
        """How it is printed where one stream is told: ``e3, e7–e10``."""
        return self.named({event.stream: "" for event in self.events[:1]})

    def named(self, names: Mapping[str, str]) -> str:
        """How it is printed where streams go by those names, another by its own id.

        The stream told goes by none and comes first: ``e1; équipe-nord e3``.
        """
        by_stream = [(s, list(group)) for s, group in groupby(self.events, lambda e: e.stream)]
        labels = [
            (names.get(stream, own_id(stream)), _spans(events)) for stream, events in by_stream
        ]
        return "; ".join(f"{name} {spans}".strip() for name, spans in sorted(labels))


def _spans(events: Iterable[Cited]) -> str:
    spans: list[list[int]] = []
    for event in events:
        if spans and event.version == spans[-1][1] + 1:
            spans[-1][1] = event.version
        else:
            spans.append([event.version, event.version])
    return ", ".join(
        f"e{low}" if low == high else f"e{low}–e{high}" if high > low + 1 else f"e{low}, e{high}"
        for low, high in spans
    )


@frozen
class Sentence:
    """Words and citations in the order they are read."""

    pieces: tuple[str | Cite, ...]

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def cited(self) -> tuple[Cited, ...]:
        """The events it stands on, each with its stream."""
        cites = (piece for piece in self.pieces if isinstance(piece, Cite))
        return tuple(dict.fromkeys(event for cite in cites for event in cite.events))

    @property
    def evidence(self) -> tuple[UUID, ...]:
        """The ids of the events it stands on."""
        return tuple(dict.fromkeys(event.id for event in self.cited))


def say(*pieces: str | AnyRecorded | Iterable[AnyRecorded]) -> Sentence:
    """A sentence from words and from the facts that each stretch of words stands on."""
    made: list[str | Cite] = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(piece)
        else:
            facts = piece if isinstance(piece, Iterable) else (piece,)
            cite = Cite.of(facts)
            made.extend([cite] if cite.events else [])
    return Sentence(tuple(made))


LONG = 6
"""Up to so many sentences make one paragraph; beyond, each part of a chapter has its own."""


@frozen(kw_only=True)
class Chapter:
    """A chapter: its key, its title, its sentences, and details listed under them.

    ``breaks`` holds the indexes of the sentences that begin a new paragraph.
    """

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    details: tuple[Sentence, ...] = ()
    breaks: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        key: str,
        title: str,
        *parts: Sequence[Sentence],
        details: Sequence[Sentence] = (),
    ) -> Chapter:
        """A chapter of several parts, each a paragraph where the whole is long."""
        lines = tuple(line for part in parts for line in part)
        ends = list(accumulate(len(part) for part in parts))
        # A sentence alone is no paragraph: it stays with what it follows.
        breaks = [end for end, part in zip(ends, parts[1:], strict=False) if end > 1 < len(part)]
        long = tuple(dict.fromkeys(breaks)) if len(lines) > LONG else ()
        return cls(key=key, title=title, sentences=lines, details=tuple(details), breaks=long)

    @property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences, paragraph by paragraph."""
        edges = (0, *self.breaks, len(self.sentences))
        return tuple(self.sentences[start:end] for start, end in pairwise(edges) if start < end)


@frozen(kw_only=True)
class Narrative:
    """The story of a relationship in one language."""

    language: str
    stream: str
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Every event it stands on, each with its stream."""
        lines = (line for c in self.chapters for line in (*c.sentences, *c.details))
        return tuple(dict.fromkeys(event for line in lines for event in line.cited))

    @property
    def evidence(self) -> tuple[UUID, ...]:
        """The ids of every event it stands on."""
        return tuple(dict.fromkeys(event.id for event in self.cited))

    def only(self, *keys: str) -> Narrative:
        """The story with the chapters of those keys alone."""
        return attrs.evolve(self, chapters=tuple(c for c in self.chapters if c.key in keys))

    @property
    def names(self) -> Mapping[str, str]:
        """How the streams cited are named: the one told is not, others by their own id.

        A team and a firm may go by one id; then each is named with its kind.
        """
        streams = {event.stream for event in self.cited} - {self.stream}
        shared = Counter(own_id(stream) for stream in streams)
        others = {s: own_id(s) if shared[own_id(s)] == 1 else s for s in sorted(streams)}
        return {self.stream: "", **others}


def value_narrative(
    language: str | Language, beside: Beside | None = None
) -> Projection[Relationship, Narrative]:
    """The narrative as a projection: its fold is the state, its answer the story.

    ``beside`` is what teams and firms of the same store noted about this relationship, seen
    from the same day; without it, nothing of theirs is told.

    Raises:
        ValueError: the language is not spoken here.
    """
    words = spoken(language)

    def tell(state: Relationship, view: View) -> Narrative:
        tale = Tale(state=state, view=view, beside=beside)
        return Narrative(
            language=words.code,
            stream=tale.stream,
            title=words.title(tale),
            chapters=tuple(chapter for chapter in words.chapters(tale) if chapter.sentences),
        )

    return Projection(name="value_narrative", start=Relationship(), apply=evolve, answer=tell)


def narrate(
    history: History, language: str | Language = "fr", *, beside: Beside | None = None
) -> Narrative:
    """Tell a history, as of its day and as known at its day.

    Raises:
        ValueError: the language is not spoken here.
    """
    return value_narrative(language, beside).of(history)
