"""The glossary holds every word that a name of the domain is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from names import classes, names, words

from noe_core.events import EVENTS
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.work import WorkNature

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")


def section(title: str) -> str:
    """What stands under a heading of the glossary."""
    return GLOSSARY.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ROWS = rows("The words")
OURS = rows("The words of the library")
TERMS = [row[0] for row in ROWS]
PLAIN = section("Plain words").strip().split("\n\n")[-1].replace("\n", " ").split(", ")

TERM_WORDS = {word for term in TERMS for word in words(term)}
PLAIN_WORDS = {word for term in PLAIN for word in words(term)}


def unheard(some: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The names with a word that stands nowhere in the glossary."""
    for name, place in some:
        new = [word for word in words(name) if word not in TERM_WORDS | PLAIN_WORDS]
        if new:
            yield f"{name} of {place}: {', '.join(new)}"


def test_every_name_is_made_of_words_of_the_glossary() -> None:
    """Events, classes, fields and values of enumerations are made of its words."""
    assert not list(unheard(names())), "add the words to docs/glossary.md"


def test_a_new_word_is_noticed() -> None:
    """A field, a class or an event with a word nobody defined is reported."""
    invented = [("zither_id", "ObjectiveSet"), ("ZitherTuned", "noe_core"), ("purpose", "Here")]
    assert list(unheard(invented)) == [
        "zither_id of ObjectiveSet: zither",
        "ZitherTuned of noe_core: zither, tuned",
    ]


def test_the_names_looked_at_are_those_of_the_domain() -> None:
    """Fields of facts, members of enumerations and names of events are all looked at."""
    looked_at = set(names())
    assert ObjectiveSet in set(classes())
    assert ("success_story", "ObjectiveSet") in looked_at
    assert (WorkNature.REFLEXIVE.value, "WorkNature") in looked_at
    assert {event.name for event in EVENTS} <= {name for name, _ in looked_at}


def test_each_term_is_said_in_both_languages() -> None:
    """Each row has a term, its French, and a meaning in either language, on one line."""
    for table in (ROWS, OURS):
        assert table
        assert all(len(row) == 4 and all(row) for row in table)
        assert all(en != fr for _, _, en, fr in table)


def test_terms_stand_once_and_in_order() -> None:
    """Each table is sorted by its English term, and no term stands twice."""
    for table in (ROWS, OURS):
        keys = [row[0].replace("-", " ").lower() for row in table]
        assert keys == sorted(set(keys))


def test_no_term_is_idle() -> None:
    """Each term shares a word with some name, each plain word too; none is both."""
    used = {word for name, _ in names() for word in words(name)}
    assert [term for term in TERMS if not used & set(words(term))] == []
    assert sorted(PLAIN_WORDS - used) == []
    assert sorted(PLAIN_WORDS & TERM_WORDS) == []


def test_plain_words_stand_in_order() -> None:
    """The plain words can be found by reading down."""
    assert sorted(PLAIN) == PLAIN
