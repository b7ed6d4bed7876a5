"""The value narrative as data: chapters, sentences, and the events each stands on.

Rule kept here: every sentence cites the events it stands on, and an empty chapter is left
out (domain.md §4 row 2; shared word).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from uuid import UUID

from attrs import frozen

from noe_core.audit.rule import checked_language
from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.narration.tale import Tale
from noe_core.projection import Projection, View
from noe_core.relationship.state import Relationship, evolve


@frozen
class Cite:
    """The events that the words before it stand on, by version and id."""

    events: tuple[tuple[int, UUID], ...]

    @classmethod
    def of(cls, facts: Iterable[AnyRecorded]) -> Cite:
        """A citation of facts, each once, in order of their versions."""
        return cls(tuple(sorted({(fact.version, fact.id) for fact in facts})))

    @property
    def label(self) -> str:
        """How it is printed: ``e3, e7–e10``."""
        spans: list[list[int]] = []
        for version, _ in self.events:
            if spans and version == spans[-1][1] + 1:
                spans[-1][1] = version
            else:
                spans.append([version, version])
        return ", ".join(
            f"e{low}"
            if low == high
            else f"e{low}–e{high}"
            if high > low + 1
            else f"e{low}, e{high}"
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
    def evidence(self) -> tuple[UUID, ...]:
        """The ids of the events it stands on."""
        cites = (piece for piece in self.pieces if isinstance(piece, Cite))
        return tuple(dict.fromkeys(event for cite in cites for _, event in cite.events))


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


@frozen(kw_only=True)
class Chapter:
    """A chapter: its key, its title, its sentences, and details listed under them."""

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    details: tuple[Sentence, ...] = ()


@frozen(kw_only=True)
class Narrative:
    """The story of a relationship in one language."""

    language: str
    stream: str
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def evidence(self) -> tuple[UUID, ...]:
        """The ids of every event it stands on."""
        lines = (line for c in self.chapters for line in (*c.sentences, *c.details))
        return tuple(dict.fromkeys(event for line in lines for event in line.evidence))


def value_narrative(language: str) -> Projection[Relationship, Narrative]:
    """The narrative as a projection: its fold is the state, its answer the story.

    Raises:
        ValueError: the language is not spoken here.
    """
    words = import_module(f"noe_core.narration.{checked_language(language)}.story")

    def tell(state: Relationship, view: View) -> Narrative:
        tale = Tale(state=state, view=view)
        return Narrative(
            language=language,
            stream=tale.stream,
            title=words.title(tale),
            chapters=tuple(chapter for chapter in words.chapters(tale) if chapter.sentences),
        )

    return Projection(name="value_narrative", start=Relationship(), apply=evolve, answer=tell)


def narrate(history: History, language: str = "fr") -> Narrative:
    """Tell a history, as of its day and as known at its day.

    Raises:
        ValueError: the language is not spoken here.
    """
    return value_narrative(language).of(history)
