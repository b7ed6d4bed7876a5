"""The command on a store that holds every kind of stream."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from command import Run

from noe_core.facts import Own
from noe_core.relationship.course import RelationshipKind
from noe_core.values import PartyRef, Side
from noe_stores import connect
from noe_stores.audits.beside import beside_in
from noe_stores.examples import Calendar

NORA = PartyRef(party_id="nora", side=Side.PROVIDER, organisation="Brume")
LISE = PartyRef(party_id="lise", side=Side.CLIENT, organisation="Coop Verte")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """One stream of each kind, recorded through their handles."""
    path, day = tmp_path / "mixed.db", date(2022, 3, 1)
    with connect(path, clock=Calendar("2022-03-02")) as ledger:
        relation = ledger.relationship("brume:coop-verte")
        relation.hold_encounter(on=day, minutes=20, participants=[NORA, LISE], occasion="un salon")
        relation.open_relationship(on=day, kind=RelationshipKind.EXTERNAL)
        relation.record_own(Own("crm.invoice_sent", {"number": "F-1"}), on=day)
        ledger.practitioner("nora", recorded_by="nora").report_wellbeing(on=day, score=2)
        ledger.team("nord").raise_tension(id="t1", on=day, text="qui répond quand ?")
        ledger.firm("brume").state_vision(on=day, text="vendre moins, servir mieux")
    return path


def test_every_kind_is_listed_and_audited(mixed: Path, run: Run) -> None:
    """Each stream by the rules of its kind; the kind is part of the id."""
    kinds = ["firm/brume", "practitioner/nora", "relationship/brume:coop-verte", "team/nord"]
    listed = json.loads(run("streams", mixed, "--format", "json").out)
    assert [row["stream"] for row in listed["streams"]] == kinds
    answer = json.loads(run("audit", mixed, "--as-of", "2022-06-01", "--format", "json").out)
    assert [report["stream"] for report in answer["reports"]] == kinds
    found = {r["stream"]: {f["rule"] for f in r["findings"]} for r in answer["reports"]}
    assert "ORG-1" in found["team/nord"]
    assert "HOOK-2" in found["relationship/brume:coop-verte"]
    assert not any(rule.startswith("LOOP") for rule in found["team/nord"])


def test_one_stream_of_another_kind_is_audited_alone(mixed: Path, run: Run) -> None:
    """It is named with its kind."""
    ran = run("audit", mixed, "team/nord", "--as-of", "2022-06-01", "--lang", "fr")
    assert ran.out.startswith("team/nord")
    assert "flux audités : 1" in ran.out


def test_what_a_person_says_of_themselves_is_shown_to_them_alone(mixed: Path, run: Run) -> None:
    """Neither in the list of entries nor in an audit, unless they are the reader."""
    assert "wellbeing" not in run("show", mixed, "practitioner/nora", "--format", "json").out
    assert "--reader" in run("show", mixed, "practitioner/nora").out
    own = run("show", mixed, "practitioner/nora", "--reader", "nora", "--format", "json")
    assert '"score": 2' in own.out
    about = ("audit", mixed, "practitioner/nora", "--as-of", "2022-06-01", "--format", "json")
    others = json.loads(run(*about).out)["reports"][0]
    assert "CARE-2" in {verdict["rule"] for verdict in others["not_assessable"]}
    hers = json.loads(run(*about, "--reader", "nora").out)["reports"][0]
    assert "CARE-2" not in {verdict["rule"] for verdict in hers["not_assessable"]}


def test_what_a_person_says_stays_theirs_where_it_cannot_be_read(tmp_path: Path, run: Run) -> None:
    """A report of a later release, or sealed, is as private as one that can be read."""
    store, line = tmp_path / "later.db", {"stream": "practitioner/nora", "schema": 2}
    line |= {"event": "wellbeing_reported", "occurred_at": "2022-03-01", "recorded_by": "nora"}
    lines = tmp_path / "later.jsonl"
    lines.write_text(json.dumps({**line, "data": {"score": 2, "felt": "worn"}}))
    assert run("import", store, lines, "--keep-unknown").code == 0
    told = [run("show", store, line["stream"], "--format", form).out for form in ("text", "json")]
    told += [run("audit", store, "--format", form).out for form in ("text", "json")]
    assert not any("score" in one or "worn" in one for one in told)
    assert "worn" in run("show", store, line["stream"], "--reader", "nora", "--format", "json").out


def test_a_story_is_told_of_a_relationship_only(mixed: Path, run: Run) -> None:
    """A team has none of its own, and the command says so."""
    ran = run("narrate", mixed, "team/nord")
    assert (ran.code, ran.out) == (2, "")
    assert "team/nord is a team" in ran.err


def test_a_tools_own_fact_is_shown_in_its_place(mixed: Path, run: Run) -> None:
    """With its name and its fields as they are."""
    lines = run("show", mixed, "brume:coop-verte").out.splitlines()
    (shown,) = (line for line in lines if "crm.invoice_sent" in line)
    assert shown.endswith('{"number": "F-1"}')


def test_parameters_are_read_from_a_file(mixed: Path, tmp_path: Path, run: Run) -> None:
    """Options win over it; a slip in it stops everything and names the file."""
    config = tmp_path / "noe.toml"
    config.write_text("[HOOK-2]\nn = 15\n")
    about = ("audit", mixed, "brume:coop-verte", "--as-of", "2022-06-01", "--config", config)

    def found(*more: str) -> set[str]:
        reports = json.loads(run(*about, "--format", "json", *more).out)["reports"]
        return {finding["rule"] for finding in reports[0]["findings"]}

    assert "HOOK-2" not in found()
    assert "HOOK-2" in found("--set", "HOOK-2.n=30")
    config.write_text("[HOOK-2]\nminutes = 15\n")
    ran = run(*about)
    assert (ran.code, ran.out) == (2, "")
    assert "noe.toml: HOOK-2 has no parameter minutes; it has n" in ran.err
    config.write_bytes("# été\n".encode("latin-1"))
    ran = run(*about)
    assert (ran.code, ran.out) == (2, "")
    assert "noe.toml: this is no TOML: invalid continuation byte in UTF-8; save it so." in ran.err


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("brume:coop-verte", []),
        ("team/nord", ["brume:coop-verte"]),
        ("firm/brume", ["brume:coop-verte"]),
    ],
)
def test_relationships_are_looked_at_by_teams_and_firms_alone(
    asked: str, seen: list[str], mixed: Path
) -> None:
    """For a relationship the others of its kind are not even read; teams and firms always are."""
    with connect(mixed, create=False) as ledger:
        beside = beside_in(ledger, [asked])
    assert list(beside.relationships) == seen
    assert (list(beside.teams), list(beside.firms)) == (["nord"], ["brume"])


def test_a_damaged_stream_hides_no_other(mixed: Path, run: Run) -> None:
    """What stands beside is looked at as far as it is sound."""
    import sqlite3  # noqa: PLC0415 - only to damage the store

    with sqlite3.connect(mixed) as store:
        store.execute("DROP TRIGGER records_update")
        store.execute(
            "UPDATE records SET state = x'00' WHERE key >> 32 ="
            " (SELECT number FROM streams WHERE name = 'firm/brume')"
        )
    store.close()
    ran = run("audit", mixed, "--as-of", "2022-06-01")
    assert ran.code == 2
    assert "team/nord" in ran.out
    assert "firm/brume" in ran.err
