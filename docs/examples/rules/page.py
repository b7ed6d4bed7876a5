"""What the reference says of a rule, and the two histories that show it.

Rule kept here: an example is a plain function with a short story in it. The page prints its
source and what came of it, and the tests put the rule to the same function.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from noe_core.audit import Report


@frozen(kw_only=True)
class Page:
    """A rule in words, and two examples of it.

    Attributes:
        rule: its id.
        checks: what must be so for it to pass.
        weighs: which severity it gives, and when.
        source: what in it practitioners said, and what is proposed here.
        waits: when it is not assessable.
        finds: a history in which it finds something.
        passes: a history like it, in which it finds nothing.
    """

    rule: str
    checks: str
    weighs: str
    source: str
    waits: str
    finds: Callable[[], Report]
    passes: Callable[[], Report]
