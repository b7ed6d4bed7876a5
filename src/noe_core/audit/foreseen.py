"""EFF-4: among several effects, one at least that nobody foresaw.

Rule kept here: work that surprises nobody has perhaps not been looked at closely; it is a
question and never more (domain.md §5, seeds 000 and 001). The window is counted back from
the last day of the relationship, today or the closing, that day included; effects observed
after a closing belong to it, as they do in EFF-1. The rule does not wait for the window to
fill: three effects are enough to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from noe_core.audit.hearing import Said, hearing
from noe_core.audit.readings import shifted
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity
from noe_core.audit.span import end_of


def only_foreseen_effects(case: Case, *, window: int, n: int) -> Iterator[Said]:
    """Of n effects or more in the last days, some were not intended."""
    since = shifted(end_of(case), -window)
    observed = tuple(
        effect.observed
        for effect in case.state.effects.by_id.values()
        if effect.observed is not None and case.on(effect.observed) > since
    )
    intended = tuple(fact for fact in observed if fact.data.intended)
    if len(observed) < n:
        values = {"effects": len(observed), "needed": n}
        yield NotAssessable(rule="EFF-4", because="too_few_effects", values=values)
    elif any(fact.data.intended is False for fact in observed):
        return
    elif len(intended) < len(observed):
        yield NotAssessable(rule="EFF-4", because="intentions_unrecorded")
    else:
        yield Finding(
            rule="EFF-4",
            severity=Severity.INFO,
            subject="relationship",
            evidence=tuple(fact.id for fact in observed),
            values={"effects": len(observed), "days": window},
        )


RULES: tuple[Rule, ...] = (
    Rule(
        id="EFF-4",
        name="only_foreseen_effects",
        about=frozenset({"effect_observed"}),
        defaults={"window": 180, "n": 3},
        check=hearing(only_foreseen_effects, "effect_observed"),
    ),
)
