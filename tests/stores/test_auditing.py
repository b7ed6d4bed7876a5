"""The audit of a whole store, here and shared out: the same answers in the same order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from shared_out import Posted, killed, name_and_rules
from world import DAY, NOOR, Clock, opened

from noe_core.audit import Case, Finding, Report, Rule, Severity
from noe_core.audit.rules import RULES
from noe_core.beside import Beside
from noe_core.relationship.reviews import ReflexiveLevel
from noe_stores import connect
from noe_stores.audits.auditing import Audited, NotAudited, OnlyHere, audit_all
from noe_stores.audits.beside import beside_in, joined
from noe_stores.audits.extensions import GROUP
from noe_stores.audits.spreading import NotForOthers, WorkerLost, cores, processes

SEEN_FROM = date(2022, 12, 1)
NAMES = tuple(f"verger:client-{number}" for number in range(7))

EXTENSION = """
from noe_core.audit.rule import Finding, Rule, Severity

def always(case, *, n):
    yield Finding(rule="ACME-1", severity=Severity.INFO, subject=f"{n}")

ALWAYS = Rule(
    id="ACME-1", name="always", check=always, defaults={"n": 7},
    words={"en": lambda found: f"seen {found.subject}", "fr": lambda found: "vu"},
)
"""


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store of relationships, and of a team and a firm that look at them."""
    path = tmp_path / "clients.db"
    with connect(path, clock=Clock()) as ledger:
        for name in NAMES:
            levels = [ReflexiveLevel.INTERNAL]
            relation = opened(ledger, name)
            relation.hold_review(on=DAY, minutes=45, participants=[NOOR], levels=levels)
        ledger.team("nord").raise_tension(id="t1", on=DAY, text="qui répond quand ?")
        ledger.firm("verger").state_vision(on=DAY, text="vendre moins, servir mieux")
        ledger.practitioner("noor", recorded_by="noor").report_wellbeing(on=DAY, score=2)
    return f"sqlite:///{path}"


Executors = dict[str, Executor | None]


@pytest.fixture(scope="module")
def executors() -> Iterator[Executors]:
    """None, one of threads, one of processes, and one of one's own."""
    with ThreadPoolExecutor(2) as threads, processes(2) as workers:
        yield {"none": None, "threads": threads, "processes": workers, "own": Posted()}


@pytest.mark.parametrize("kind", ["threads", "processes", "own"])
def test_any_executor_gives_the_answers_of_none_in_their_order(
    store: str, executors: Executors, kind: str
) -> None:
    """Whatever the shares; teams and firms see what stands beside them in the whole store."""
    alone = list(audit_all(store, as_of=SEEN_FROM))
    spread = list(audit_all(store, as_of=SEEN_FROM, executor=executors[kind], at_once=2))
    assert spread == alone
    assert [one.stream for one in alone] == sorted(one.stream for one in alone)
    assert len(alone) == len(NAMES) + 3


def test_beside_is_gathered_in_parts_as_in_one(store: str) -> None:
    """What the parts of a store show makes what the whole shows, and a firm finds it."""
    with connect(store) as ledger:
        names = list(ledger.streams())
        whole = beside_in(ledger, names)
        assert len(whole.relationships) == len(NAMES)
        assert joined(beside_in(ledger, names[n:]) for n in (0, 3)) == whole
    assert joined([]) == Beside()


@pytest.mark.parametrize("kind", ["none", "threads", "processes"])
def test_a_stream_that_cannot_be_read_is_told_in_its_place(
    store: str, executors: Executors, kind: str
) -> None:
    """A missing one, a damaged one and one that is nobody's hide no other."""
    _damage(store.removeprefix("sqlite:///"), f"relationship/{NAMES[1]}")
    asked = [NAMES[0], "no:body", NAMES[1], "", NAMES[2]]
    found = list(audit_all(store, asked, as_of=SEEN_FROM, executor=executors[kind], at_once=2))
    first, missing, damaged, unnamed, last = found
    assert [type(one) for one in (first, last)] == [Audited, Audited]
    assert isinstance(missing, NotAudited)
    assert missing.missing
    assert "nothing is recorded under relationship/no:body" in missing.why
    assert isinstance(damaged, NotAudited)
    assert f"{NAMES[1]} version 1 is damaged" in damaged.why
    assert unnamed == NotAudited("", "a relationship needs an id of at least one character")


def _damage(path: str, stream: str) -> None:
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "UPDATE records SET state = CAST(replace(CAST(state AS TEXT), 'noor', 'nora') AS BLOB)"
            " WHERE key >> 32 = (SELECT number FROM streams WHERE name = ?)",
            (stream,),
        )
    connection.close()


@pytest.mark.parametrize("kind", ["processes", "own"])
def test_what_is_made_of_a_report_is_made_where_it_was_written(
    store: str, executors: Executors, kind: str
) -> None:
    """A worker sends back that alone."""
    executor = executors[kind]
    made = list(audit_all(store, NAMES, make=name_and_rules, executor=executor, at_once=3))
    assert made == list(audit_all(store, NAMES, make=name_and_rules))
    assert [one.made[0] for one in made if isinstance(one, Audited)] == [
        f"relationship/{name}" for name in NAMES
    ]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a rule whose words are no functions of a module."""
    (tmp_path / "acme_words.py").write_text(EXTENSION)
    info = tmp_path / "acme_words-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-words\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nacme = acme_words:ALWAYS\n")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("begin", [partial(ThreadPoolExecutor, 2), partial(processes, 2), Posted])
def test_rules_of_installed_packages_work_everywhere(
    store: str, begin: Callable[[], AbstractContextManager[Executor]]
) -> None:
    """With the parameters given, and their words are back when the answer is."""
    with begin() as executor:
        found = audit_all(store, NAMES, parameters={"ACME-1": {"n": 9}}, executor=executor)
        reports = [one.made for one in found if isinstance(one, Audited)]
    assert len(reports) == len(NAMES)
    for report in reports:
        assert _said(report, "ACME-1") == ["seen 9"]


def _said(report: Report, rule: str) -> list[str]:
    return [finding.sentence("en") for finding in report.findings if finding.rule == rule]


def test_rules_given_need_not_leave_where_they_are_made(store: str, executors: Executors) -> None:
    """Threads put any rule; to another process goes only what stands in a module."""

    def here(_case: Case) -> Iterator[Finding]:
        yield Finding(rule="HERE-1", severity=Severity.INFO, subject="relationship")

    rules = [*RULES, Rule(id="HERE-1", name="here", check=here, words={"en": lambda _: "here"})]
    first = next(audit_all(store, NAMES, rules=rules, executor=executors["threads"]))
    assert isinstance(first, Audited)
    assert _said(first.made, "HERE-1") == ["here"]
    with pytest.raises(NotForOthers, match="a module"):
        list(audit_all(store, NAMES, rules=rules, executor=executors["processes"]))


@pytest.mark.parametrize("what", ["memory:", "ledger"])
def test_what_only_this_process_has_is_not_handed_out(store: str, what: str) -> None:
    """It is refused before anything is done, with what to do instead."""
    with ThreadPoolExecutor(1) as executor, connect(store) as ledger:
        given = ledger if what == "ledger" else what
        with pytest.raises(OnlyHere, match="give the URL of a store on disk"):
            audit_all(given, executor=executor)
        assert len(list(audit_all(ledger, NAMES))) == len(NAMES)


def test_no_more_is_under_way_than_was_asked_for(store: str) -> None:
    """However many streams there are, so that memory does not grow with them."""
    office = Posted()
    answers = audit_all(store, NAMES * 5, executor=office, at_once=1, ahead=3)
    assert next(answers).stream == f"relationship/{NAMES[0]}"
    assert len(list(answers)) == 5 * len(NAMES) - 1
    assert office.most == 3


def test_a_killed_worker_is_told_and_what_came_before_it_stands(store: str) -> None:
    """Nothing waits for it for ever."""
    assert len(list(audit_all(store, NAMES, make=killed))) == len(NAMES)
    got: list[str] = []
    with processes(1) as executor, pytest.raises(WorkerLost, match="killed, or the machine ran"):
        _gather(got, audit_all(store, NAMES, make=killed, executor=executor, at_once=2, ahead=1))
    assert got == [f"relationship/{name}" for name in NAMES[:4]]


def _gather(got: list[str], answers: Iterator[Audited[str] | NotAudited]) -> None:
    for one in answers:
        got.append(one.stream)  # noqa: PERF401 - what comes before an error is kept


def test_there_is_a_core_at_least() -> None:
    """And no more than the machine lets this process have."""
    assert cores() >= 1
