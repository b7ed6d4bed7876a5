"""What a rig counted.

Rule kept here: what must not happen is counted from nought, so that a nought is seen in the
table; each thing that went wrong leaves an example from which it can be brought about again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import define, field, frozen

EXAMPLES = 3
"""How many examples are kept of each thing that went wrong; the counts go on."""


@define
class Tally:
    """What was seen, what went wrong, and the first examples of it."""

    seen: Counter[str] = field(factory=Counter)
    wrong: Counter[str] = field(factory=Counter)
    _examples: dict[str, list[str]] = field(factory=dict)

    @classmethod
    def of(cls, *watched: str) -> Tally:
        """A tally that shows these wrongs even where there are none."""
        tally = cls()
        tally.wrong.update(dict.fromkeys(watched, 0))
        return tally

    def saw(self, what: str, number: int = 1) -> None:
        """Count something that may happen."""
        self.seen[what] += number

    def err(self, what: str, example: str, number: int = 1) -> None:
        """Count something that must not happen."""
        self.wrong[what] += number
        kept = self._examples.setdefault(what, [])
        if len(kept) < EXAMPLES:
            kept.append(f"{what}: {example:.400}")

    def add(self, other: Tally) -> None:
        """Count what another counted too."""
        self.seen.update(other.seen)
        for what, number in other.wrong.items():
            self.wrong[what] += number
        for what, examples in other._examples.items():
            kept = self._examples.setdefault(what, [])
            kept.extend(examples[: EXAMPLES - len(kept)])

    @property
    def examples(self) -> tuple[str, ...]:
        """The examples kept, of every kind."""
        return tuple(one for kept in self._examples.values() for one in kept)

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong."""
        return not any(self.wrong.values())

    def __str__(self) -> str:
        seen = ", ".join(f"{number:,} {what}" for what, number in self.seen.items())
        wrong = ", ".join(f"{number:,} {what}" for what, number in self.wrong.items())
        return f"{seen}: {wrong}" if wrong else seen


@frozen
class Row:
    """One line of the scoreboard for one store: what was done, and what came of it.

    ``wrong`` is how often a promise was broken; of a row that could not be had here,
    ``cell`` gives the reason.
    """

    label: str
    cell: str
    wrong: int = 0
    examples: tuple[str, ...] = ()


def row(label: str, tally: Tally) -> Row:
    """The line that a tally makes."""
    return Row(label, str(tally), sum(tally.wrong.values()), tally.examples)


def not_here(label: str, reason: str) -> Row:
    """The line of what this machine does not allow."""
    return Row(label, f"not possible here: {reason}")


def broken(rows: Iterable[Row]) -> str:
    """What went wrong in some lines, as a failing test shows it; empty when nothing did."""
    return "\n".join(
        f"{one.label}: {one.cell}\n  " + "\n  ".join(one.examples) for one in rows if one.wrong
    )
