"""Rules that other packages bring, found by their entry points.

Rule kept here: what is installed beside us may add a rule and never replace one; nothing
named in a store is ever looked for. A package says in its own ``pyproject.toml``::

    [project.entry-points."noe.rules"]
    acme = "acme_noe:RULES"
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from noe_core.audit.rule import Rule
from noe_core.audit.rules import RULES

GROUP: Final = "noe.rules"


class ExtensionUnfit(ValueError):  # noqa: N818 - says what the extension is
    """An installed package offers something that is no rule, or a rule whose id is taken."""


def rules(found: Iterable[EntryPoint] | None = None) -> tuple[Rule, ...]:
    """The rules of this release, then those of installed packages in order of their names.

    Raises:
        ExtensionUnfit: a package offers no rules; the message names it and says why.
    """
    offered = entry_points(group=GROUP) if found is None else found
    known = {rule.id: "this release" for rule in RULES}
    added: list[Rule] = []
    for point in sorted(offered, key=lambda point: point.name):
        for rule in _offered(point):
            if rule.id in known:
                raise ExtensionUnfit(
                    f"{point.name} ({point.value}) adds rule {rule.id}, which {known[rule.id]} "
                    "has already; give it an id of its own"
                )
            known[rule.id] = point.name
            added.append(rule)
    return (*RULES, *added)


def _offered(point: EntryPoint) -> tuple[Rule, ...]:
    try:
        found = point.load()
    except Exception as error:
        # Whatever a package does when it is imported, the user must learn which one it was.
        raise ExtensionUnfit(f"{point.name} ({point.value}) cannot be loaded: {error}") from error
    offered = (found,) if isinstance(found, Rule) else found
    if not isinstance(offered, tuple | list) or not all(isinstance(one, Rule) for one in offered):
        raise ExtensionUnfit(
            f"{point.name} ({point.value}) is no Rule and no tuple of them, but {found!r:.60}"
        )
    return tuple(offered)
