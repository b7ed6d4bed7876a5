"""The languages the library speaks, and what a package offers to be one more.

Rule kept here: a language is a package of plain functions. Those shipped are listed here and
nowhere else; any other is handed over by the caller, so that adding one touches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from attrs import fields_dict, frozen

if TYPE_CHECKING:
    from noe_core.audit.rule import Finding, NotAssessable
    from noe_core.narration.narrative import Chapter
    from noe_core.narration.tale import Tale

LANGUAGES = ("fr", "en")
"""The languages shipped, each a package of `noe_core.narration` of that name."""


class LanguageIncomplete(ValueError):  # noqa: N818 - says what the language is
    """A package lacks functions that a language has."""


@frozen
class Language:
    """A language: its code, and the functions that say things in it.

    Attributes:
        code: how it is asked for, and how rules from elsewhere name their words in it.
        title: the title of a narrative.
        chapters: its chapters in order; one without a sentence is left out.
        finding: a finding of the audit, in words.
        not_assessable: why a rule could not look, in words.
    """

    code: str
    title: Callable[[Tale], str]
    chapters: Callable[[Tale], Iterable[Chapter]]
    finding: Callable[[Finding], str]
    not_assessable: Callable[[NotAssessable], str]

    @classmethod
    def of(cls, code: str, package: object) -> Language:
        """The language that a package, a module or any object with its functions speaks.

        Raises:
            LanguageIncomplete: a function is missing; the message names each that is.
        """
        wanted = [name for name in fields_dict(cls) if name != "code"]
        offered = {name: getattr(package, name, None) for name in wanted}
        lacking = [name for name, function in offered.items() if not callable(function)]
        if lacking:
            raise LanguageIncomplete(
                f"language {code!r} lacks {', '.join(lacking)}; "
                f"a language offers the functions {', '.join(wanted)}"
            )
        return cls(code, **offered)  # type: ignore[arg-type]  # their types are the package's


def spoken(language: str | Language) -> Language:
    """The language of a code, or the one given.

    Raises:
        ValueError: no language of that code is shipped.
    """
    if isinstance(language, Language):
        return language
    if language not in LANGUAGES:
        raise ValueError(
            f"no words for {language!r}; there are {', '.join(LANGUAGES)}, "
            "and any other is given as a Language"
        )
    # Imported when words are wanted, so that auditing needs no locale data.
    return Language.of(language, import_module(f"noe_core.narration.{language}"))
