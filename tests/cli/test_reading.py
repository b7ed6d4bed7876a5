"""``streams``, ``show`` and ``audit`` on a real store."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from command import Run

import noe_stores
from noe_stores.examples import Calendar

WORKSHOP = "studio-marelle:atelier-lys"


def test_streams_are_listed_in_order(clients: Path, run: Run) -> None:
    """A line a stream: entries, first day, last day, id."""
    code, out, err = run("streams", clients)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "    32  2021-12-06  2022-04-20  relationship/brume-numerique:coop-verte",
        "    24  2022-03-01  2022-05-27  relationship/studio-marelle:atelier-lys",
    ]


def test_streams_as_json(clients: Path, run: Run) -> None:
    """The JSON has the keys the help promises."""
    answer = json.loads(run("streams", clients, "--format", "json").out)
    assert set(answer) == {"store", "streams"}
    assert answer["streams"][1] == {
        "stream": f"relationship/{WORKSHOP}",
        "entries": 24,
        "first": "2022-03-01",
        "last": "2022-05-27",
        "unread": 0,
    }


@pytest.mark.parametrize("prefix", ["", "relationship/"])
@pytest.mark.parametrize("scheme", ["", "sqlite:///"])
def test_stores_and_relationships_go_by_the_names_of_the_api(
    prefix: str, scheme: str, clients: Path, run: Run
) -> None:
    """A store by path or URL, a relationship with its kind or without."""
    code, out, _ = run("show", f"{scheme}{clients}", f"{prefix}{WORKSHOP}")
    assert code == 0
    assert out.startswith(f"relationship/{WORKSHOP}\n")


def test_show_speaks_both_languages(clients: Path, run: Run) -> None:
    """The labels are the table's, the words those recorded."""
    english = run("show", clients, WORKSHOP).out
    french = run("show", clients, WORKSHOP, "--lang", "fr").out
    assert "demand reworked" in english
    assert "demande travaillée" in french
    for out in (english, french):
        assert "remettre toute l'offre à plat avant d'en parler" in out
        assert "150" in out
        assert "750" in out


def test_show_stops_at_its_day(clients: Path, run: Run) -> None:
    """``--as-of`` cuts by when it happened."""
    out = run("show", clients, WORKSHOP, "--as-of", "2022-03-14").out
    assert "relationship opened" in out
    assert "engagement made" not in out


def test_show_forgets_what_was_not_known_yet(tmp_path: Path, run: Run) -> None:
    """``--known-at`` cuts by when it was written down."""
    calendar = Calendar("2022-03-10")
    with noe_stores.connect(tmp_path / "late.db", clock=calendar) as ledger:
        relation = ledger.relationship("a:b")
        relation.express_demand(id="d1", on=date(2022, 3, 10), text="first written")
        calendar.turn("2022-06-10")
        relation.express_demand(id="d2", on=date(2022, 3, 1), text="written late")
    early = run("show", tmp_path / "late.db", "a:b", "--known-at", "2022-03-31").out
    assert "first written" in early
    assert "written late" not in early
    assert "written late" in run("show", tmp_path / "late.db", "a:b").out


def test_show_as_json_gives_facts_and_figures(clients: Path, run: Run) -> None:
    """Facts as their lines, figures with exact ratios and the ids they stand on."""
    answer = json.loads(run("show", clients, WORKSHOP, "--format", "json").out)
    assert {"stream", "as_of", "known_at", "facts", "figures"} <= set(answer)
    assert [fact["version"] for fact in answer["facts"]] == list(range(1, 25))
    assert answer["facts"][1]["data"] == {"demand_id": "d1", "text": "refaire la plaquette"}
    assert answer["figures"]["reflexive_time"]["share"] == {"num": 1, "den": 5}
    known = {UUID(fact["id"]) for fact in answer["facts"]}
    assert {UUID(e) for e in answer["figures"]["reflexive_time"]["whole"]["evidence"]} <= known


def test_audit_walks_the_whole_store(clients: Path, run: Run) -> None:
    """No id means all of them."""
    code, out, _ = run("audit", clients, "--as-of", "2022-05-15")
    assert code == 0
    assert "streams audited: 2" in out


def test_audit_of_one_relationship_finds_what_the_example_is_about(clients: Path, run: Run) -> None:
    """The workshop has one warning and one question on 15 June, each with its evidence."""
    out = run("audit", clients, WORKSHOP, "--as-of", "2022-06-15", "--format", "json").out
    answer = json.loads(out)
    assert answer["as_of"] == "2022-06-15"
    (report,) = answer["reports"]
    found = {f["rule"]: f for f in report["findings"]}
    assert {rule: f["severity"] for rule, f in found.items()} == {
        "LOOP-3": "warning",
        "DIST-1": "info",
    }
    assert set(found["LOOP-3"]["sentence"]) == {"fr", "en"}
    assert all(found["LOOP-3"]["sentence"].values())
    with noe_stores.connect(clients, create=False) as ledger:
        known = {str(fact.id) for fact in ledger.history(WORKSHOP)}
    assert set(found["LOOP-3"]["evidence"]) <= known


@pytest.mark.parametrize(("severity", "code"), [("info", 1), ("warning", 1), ("breach", 0)])
def test_audit_fails_on_the_severity_asked_for(
    severity: str, code: int, clients: Path, run: Run
) -> None:
    """The workshop's gravest finding is a warning."""
    ran = run("audit", clients, WORKSHOP, "--as-of", "2022-06-15", "--fail-on", severity)
    assert ran.code == code


def test_audit_fails_on_a_breach_unless_told_otherwise(clients: Path, run: Run) -> None:
    """Warnings alone do not fail a build."""
    assert run("audit", clients, WORKSHOP, "--as-of", "2022-06-15").code == 0


def test_audit_takes_parameters(clients: Path, run: Run) -> None:
    """``--set`` runs a rule otherwise, and the finding says with what."""
    arguments = ("audit", clients, WORKSHOP, "--as-of", "2022-06-15", "--format", "json")
    answer = json.loads(run(*arguments, "--set", "DIST-1.n=61").out)
    found = {f["rule"]: f for f in answer["reports"][0]["findings"]}
    assert found["DIST-1"]["parameters"]["n"] == 61


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("LOP-1.n=45", "there is no rule LOP-1"),
        ("LOOP-1.days=45", "LOOP-1 has no such parameter; it has"),
        ("LOOP-1.n=soon", "write it like its default"),
    ],
)
def test_audit_refuses_parameters_no_rule_has(
    setting: str, said: str, clients: Path, run: Run
) -> None:
    """A misspelt parameter never passes for one that was used."""
    code, out, err = run("audit", clients, "--set", setting)
    assert (code, out) == (2, "")
    assert said in err


def test_audit_tells_its_progress_when_asked(clients: Path, run: Run) -> None:
    """Progress goes to stderr; without a terminal only where it is asked for."""
    assert run("audit", clients).err == ""
    ran = run("audit", clients, "--progress", "--format", "json")
    assert ran.err == "audit: 2 of 2, done\n"
    assert len(json.loads(ran.out)["reports"]) == 2


def test_the_client_may_ask_too(clients: Path, run: Run) -> None:
    """``--perspective client`` is accepted and said in the answer."""
    ran = run("audit", clients, "--perspective", "client", "--format", "json")
    assert json.loads(ran.out)["perspective"] == "client"


def test_one_that_is_not_there_hides_no_other(clients: Path, run: Run) -> None:
    """The audit says which it did not find, goes on, and does not call that clean."""
    arguments = ("audit", clients, "no:body", WORKSHOP, "--as-of", "2022-06-15")
    code, out, err = run(*arguments, "--format", "json")
    assert code == 2
    assert "relationship/no:body" in err
    assert [report["stream"] for report in json.loads(out)["reports"]] == [
        f"relationship/{WORKSHOP}"
    ]


@pytest.mark.parametrize("command", ["show", "narrate"])
def test_a_relationship_that_is_not_there_is_an_error(
    command: str, clients: Path, run: Run
) -> None:
    """Nothing recorded is not the same as nothing found."""
    code, out, err = run(command, clients, "no:body")
    assert (code, out) == (2, "")
    assert "relationship/no:body" in err
    assert "noe streams" in err


def test_two_copies_give_the_same_answer(clients: Path, tmp_path: Path, run: Run) -> None:
    """Answers depend on what is recorded, not on where or when they are asked."""
    copy = Path(shutil.copy(clients, tmp_path / "copy.db"))
    first, second = (
        run("show", path, WORKSHOP, "--format", "json").out for path in (clients, copy)
    )
    assert first == second
