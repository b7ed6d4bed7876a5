"""The pages of rules: one each, with two examples that run, and the list of them all."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from rules import PAGES, Page

from noe_core.audit import Report
from noe_core.audit.parameters import shown
from noe_core.audit.rule import Rule
from noe_core.audit.rules import RULES
from noe_core.vocabulary import StreamKind
from reference_pages.snippets import standalone
from reference_pages.words import WRITTEN_BY, joined, table

FAMILIES: Mapping[str, str] = {
    "LOOP": "the frame both sides start from, and the loop that keeps it alive",
    "REV": "coming back on the work, both sides, on three levels, often enough",
    "QUO": "quotes as an account of real work that opens a dialogue",
    "EFF": "what the work displaces, told and attested",
    "HOOK": "how two sides meet, and what follows the signature",
    "DIST": "the good distance",
    "ECO": "partners and the service they are brought into",
    "VAL": "values compared, stated and kept",
    "CARE": "who carries what, absences respected, grains of sand taken up",
    "ORG": "how those who do the work think about it together",
    "VIEW": "what the client sees",
    "DATA": "how the log is kept",
}

OPENING = """# Rules

What an audit looks at. A rule answers in one of three ways: it **passes**, it makes a
**finding**, or it is **not assessable**: too early, or what it would have to read is not
there. Findings are *information* (worth a question), *warning*, or *breach* (against what the
sources hold essential). They speak of the work and its organisation, never of a person; there
is no total and no score.

```sh no-run
noe audit clients.db studio-marelle:atelier-lys
```

**Parameters.** Each rule runs with defaults of its own, shown on its page as they are written
in a TOML file; give the file to `noe audit --config`, or its tables to
`audit(history, parameters=…)`.

**Where they come from.** Five texts by practitioners: a *workshop* of a club of entrepreneurs,
a *plenary* on how salespeople and managers work, the *accounts of a client* on a management
blog, a *question* put by a consultant about balanced relationships, and an *article* on the
culture of service. A page says what its rule took from them; every threshold that they do not
give is proposed here, and made to be changed.

**When a source never records something.** Name it in `audit(…, unrecorded=…)`: what is missing
there says nothing, and the rules that miss it are not assessable."""


def pages() -> Mapping[str, str]:
    """The list of rules and a page for each, by path under the reference."""
    by_id = {rule.id: rule for rule in RULES}
    told = {page.rule: page for page in PAGES}
    listed = tuple(rule for rule in RULES if rule.id in told)
    return {
        "rules/index.md": _index(listed, told),
        **{f"rules/{page.rule}.md": _page(by_id[page.rule], page) for page in PAGES},
    }


def _index(listed: Iterable[Rule], told: Mapping[str, Page]) -> str:
    sections = []
    for family, rules in groupby(listed, key=lambda rule: rule.id.partition("-")[0]):
        rows = ((f"[{r.id}]({r.id}.md)", f"`{r.name}`", told[r.id].checks) for r in rules)
        sections.append(f"## {family}: {FAMILIES[family]}")
        sections.append(table(("Rule", "Name", "What must be so"), rows))
    return joined(WRITTEN_BY, OPENING, *sections)


def _page(rule: Rule, page: Page) -> str:
    return joined(
        WRITTEN_BY,
        f"# {rule.id} {rule.name}",
        page.checks,
        f"- **Put to** {_streams(rule)}.\n"
        f"- **Weighs**: {page.weighs}\n"
        f"- **Source**: {page.source}\n"
        f"- **Not assessable**: {page.waits}",
        _parameters(rule),
        _examples(rule, page),
        "[All the rules](index.md)",
    )


PLURAL: Mapping[StreamKind, str] = {
    StreamKind.RELATIONSHIP: "relationships",
    StreamKind.PRACTITIONER: "practitioners",
    StreamKind.TEAM: "teams",
    StreamKind.FIRM: "firms",
}


def _streams(rule: Rule) -> str:
    if rule.streams == set(StreamKind):
        return "streams of every kind"
    return " and ".join(PLURAL[kind] for kind in StreamKind if kind in rule.streams)


def _parameters(rule: Rule) -> str:
    if not rule.defaults:
        return "It has no parameter."
    values = "\n".join(f"{name} = {shown(value)}" for name, value in rule.defaults.items())
    return f"Its parameters, with their defaults:\n\n```toml\n[{rule.id}]\n{values}\n```"


def _examples(rule: Rule, page: Page) -> str:
    finds, passes = page.finds, page.passes
    return joined(
        "## It finds something",
        _told(finds),
        _python(
            standalone((finds, passes)),
            _bare(finds),
            f"report = {finds.__name__}()\n"
            f'for finding in (f for f in report.findings if f.rule == "{rule.id}"):\n'
            "    print(f\"{finding.severity}: {finding.sentence('en')}\")\n"
            '    print(finding.sentence("fr"))',
        ),
        f"```text\n{said(rule.id, finds())}\n```",
        "## It passes",
        _told(passes),
        _python(
            _bare(passes),
            f"report = {passes.__name__}()\n"
            f'assert "{rule.id}" in [verdict.rule for verdict in report.passed]',
        ),
    )


def said(rule_id: str, report: Report) -> str:
    """What the example prints: each finding of the rule, in both languages."""
    lines = []
    for finding in report.findings:
        if finding.rule == rule_id:
            lines += [f"{finding.severity}: {finding.sentence('en')}", finding.sentence("fr")]
    return "\n".join(lines)


def _told(example: Callable[[], Report]) -> str:
    return inspect.getdoc(example) or ""


def _bare(example: Callable[[], Report]) -> str:
    """The source of an example without its docstring, which stands above it in words."""
    told = inspect.getdoc(example) or ""
    return inspect.getsource(example).replace(f'    """{told}"""\n', "").strip()


def _python(*parts: str) -> str:
    return "```python\n" + "\n\n\n".join(parts) + "\n```"
