"""What a rig counted.

Rule kept here: what must not happen is counted from nought, so that a nought is seen in the
table; each thing that went wrong leaves an example from which it can be brought about again.
"""

from __future__ import annotations

from collections import Counter

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
        if not number:
            return
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
        wrong = ", ".join(f"{number:,} {what}" for what, number in self.wrong.items())
        return f"{self.told}: {wrong}"

    @property
    def told(self) -> str:
        """What was seen, in words."""
        return ", ".join(f"{number:,} {what}" for what, number in self.seen.items())

    @property
    def went_wrong(self) -> str:
        """What went wrong, in words; empty when nothing did."""
        met = {what: number for what, number in self.wrong.items() if number}
        return ", ".join(f"{number:,} {what}" for what, number in met.items())


@frozen
class Row:
    """One line of the scoreboard for one store: what was done, and what came of it.

    Of a row that could not be had here there is only the reason.
    """

    label: str
    tally: Tally = field(factory=Tally)
    reason: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong."""
        return self.tally.sound

    def __str__(self) -> str:
        lines = [f"{self.label}: {self.reason or self.tally}", *self.tally.examples]
        return "\n    ".join(lines)


def not_here(label: str, reason: str) -> Row:
    """The line of what this machine does not allow."""
    return Row(label, reason=f"not possible here: {reason}")
