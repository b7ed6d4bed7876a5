"""A narrative as text, as Markdown, and as plain data.

Rule kept here: rendering adds no word; it only sets titles, paragraphs and citations.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import partial
from typing import Any

from noe_core.narration.narrative import Cite, Narrative, Sentence

_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|"})


def _read(
    sentence: Sentence, *, names: Mapping[str, str], cited: bool, escape: bool = False
) -> str:
    words: list[str] = []
    for piece in sentence.pieces:
        # The brackets are ours; words recorded and names of streams are somebody else's.
        text = piece.named(names) if isinstance(piece, Cite) else piece
        text = text.translate(_SPECIAL) if escape else text
        if not isinstance(piece, Cite):
            words.append(text)
        elif cited:
            words.append(f" [{text}]")
    return "".join(words)


def as_text(narrative: Narrative, *, cited: bool = True, width: int = 88) -> str:
    """The narrative as plain text, wrapped; ``cited=False`` leaves the citations out."""
    read = partial(_read, names=narrative.names, cited=cited)
    blocks = [narrative.title, "=" * len(narrative.title), ""]
    for chapter in narrative.chapters:
        told = (_wrapped(" ".join(map(read, lines)), width) for lines in chapter.paragraphs)
        blocks += [chapter.title, "-" * len(chapter.title), "\n\n".join(told)]
        blocks += [_wrapped(f"– {read(line)}", width, indent="  ") for line in chapter.details]
        blocks.append("")
    return "\n".join(blocks)


def _wrapped(text: str, width: int, indent: str = "") -> str:
    # A no-break space must survive wrapping, so it is no place to break.
    return textwrap.fill(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def as_markdown(narrative: Narrative, *, cited: bool = True) -> str:
    """The narrative as Markdown; recorded text is escaped, so that it stays text."""
    read = partial(_read, names=narrative.names, cited=cited, escape=True)
    blocks = [f"# {narrative.title.translate(_SPECIAL)}"]
    for chapter in narrative.chapters:
        blocks.append(f"## {chapter.title}")
        blocks += [" ".join(map(read, lines)) for lines in chapter.paragraphs]
        if chapter.details:
            blocks.append("\n".join(f"- {read(detail)}" for detail in chapter.details))
    return "\n\n".join(blocks) + "\n"


def as_data(narrative: Narrative) -> dict[str, Any]:
    """The narrative as plain values: titles, sentences, and the events of each.

    ``evidence`` holds their ids, ``cited`` the stream and the version of each beside its id:
    a sentence may stand on what another stream recorded.
    """

    def line(sentence: Sentence) -> dict[str, Any]:
        return {
            "text": sentence.text,
            "evidence": [str(event) for event in sentence.evidence],
            "cited": [
                {"stream": event.stream, "version": event.version, "id": str(event.id)}
                for event in sentence.cited
            ],
        }

    return {
        "language": narrative.language,
        "stream": narrative.stream,
        "title": narrative.title,
        "chapters": [
            {
                "key": chapter.key,
                "title": chapter.title,
                "sentences": [line(sentence) for sentence in chapter.sentences],
                "details": [line(detail) for detail in chapter.details],
            }
            for chapter in narrative.chapters
        ],
    }
