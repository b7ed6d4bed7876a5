"""``demo``, ``narrate``, ``quote``, ``verify`` and ``schema``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Run
from jsonschema import Draft202012Validator

from noe_core.events import EVENTS

WORKSHOP = "studio-marelle:atelier-lys"
COOP = "brume-numerique:coop-verte"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["demand reworked", "From one request to another", "LOOP-3", "QUO-1"]),
        ("fr", ["demande travaillée", "D’une demande à l’autre", "LOOP-3", "QUO-1"]),
    ],
)
def test_the_demonstration_shows_tells_and_audits(
    lang: str, words: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trajectory, a narrative and the audit, within one command that leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("demo", "--lang", lang)
    assert (code, err) == (0, "")
    for word in words:
        assert word in out.replace("'", "’")
    assert list(tmp_path.iterdir()) == []


def test_the_demonstration_can_be_kept(run: Run, tmp_path: Path) -> None:
    """With --keep the store stays, and is not written over."""
    kept = tmp_path / "50% off.db"
    assert run("demo", "--keep", kept).code == 0
    assert run("streams", kept).out.count("\n") == 2
    again = run("demo", "--keep", kept)
    assert again.code == 2
    assert "is there already" in again.err


def test_the_demonstration_as_json(run: Run) -> None:
    """The same answers as plain values."""
    histories = json.loads(run("demo", "--format", "json").out)["histories"]
    assert [h["stream"] for h in histories] == [f"relationship/{WORKSHOP}", f"relationship/{COOP}"]
    assert set(histories[0]) == {"stream", "trajectory", "narrative", "audit"}
    loops = histories[0]["trajectory"]["trajectory"]["loops"]
    assert [loop["end"] for loop in loops] == ["2022-04-14", "2022-05-12", None]


def test_a_narrative_cites_entries_that_are_there(clients: Path, run: Run) -> None:
    """Every id in the JSON is that of a fact shown."""
    told = json.loads(run("narrate", clients, WORKSHOP, "--format", "json").out)
    shown = json.loads(run("show", clients, WORKSHOP, "--format", "json").out)
    known = {fact["id"] for fact in shown["facts"]}
    cited = {e for c in told["chapters"] for s in c["sentences"] for e in s["evidence"]}
    assert cited
    assert cited <= known
    assert told["language"] == "en"


def test_a_narrative_is_text_or_markdown(clients: Path, run: Run) -> None:
    """Markdown has its titles, text has none of its marks."""
    text = run("narrate", clients, WORKSHOP, "--lang", "fr").out
    markdown = run("narrate", clients, WORKSHOP, "--lang", "fr", "--format", "markdown").out
    assert markdown.startswith("# ")
    assert not text.startswith("#")
    assert "refaire la plaquette" in text
    assert "refaire la plaquette" in markdown


def test_a_narrative_stops_at_its_day(clients: Path, run: Run) -> None:
    """What had not happened is not told."""
    early = run("narrate", clients, WORKSHOP, "--as-of", "2022-03-10").out
    assert "plaquette" in early
    assert "se répartissent" not in early


@pytest.mark.parametrize(
    ("lang", "nature"), [("en", "not a legal devis"), ("fr", "pas un devis au sens de la loi")]
)
def test_a_quote_says_what_it_is(lang: str, nature: str, clients: Path, run: Run) -> None:
    """April's ten hours, at ninety an hour, in a document that says it is no legal devis."""
    code, out, _ = run("quote", clients, COOP, "--month", "2022-04", "--rate", "90", "--lang", lang)
    assert code == 0
    assert "600 min      900.00 EUR" in out
    assert "2100.00 EUR" in out
    assert nature in out


def test_a_quote_records_nothing(clients: Path, run: Run) -> None:
    """A draft is an answer, not a fact."""
    run("quote", clients, COOP, "--month", "2022-04", "--rate", "87.50")
    assert run("streams", clients).out.startswith("    32  ")


def test_a_quote_as_json(clients: Path, run: Run) -> None:
    """Money as facts have it, the ids of what it stands on, and whether it is ready."""
    arguments = ("quote", clients, COOP, "--month", "2022-04", "--rate", "90 EUR")
    answer = json.loads(run(*arguments, "--none-yet", "--format", "json").out)
    assert answer["total"] == {"amount": "900.00", "currency": "EUR"}
    assert answer["ready"] is True
    assert answer["headroom"]["left"] == "2100"
    assert len(answer["evidence"]) == 1
    assert json.loads(run(*arguments, "--format", "json").out)["ready"] is False


def test_a_quote_seen_before_it_was_issued(clients: Path, run: Run) -> None:
    """January as it stood before its quote: within the limit, with what it displaced."""
    arguments = ("quote", clients, COOP, "--month", "2022-01", "--rate", "90")
    before = run(*arguments, "--as-of", "2022-01-31").out
    assert "2250.00 EUR" in before
    assert "effects nobody had planned: f1" in before
    assert "It can be talked over." in before
    beyond = run(*arguments[:-1], "200", "--as-of", "2022-01-31").out
    assert "beyond the limit" in beyond
    after = run(*arguments).out
    assert "No work of the provider is left to quote." in after


@pytest.mark.parametrize(
    ("month", "rate", "said"),
    [
        ("2022-13", "90", "no month"),
        ("April", "90", "no month"),
        ("2022-04", "cheap", "no rate"),
        ("2022-04", "90.555", "no rate"),
        ("2022-04", "90 euros", "no rate"),
        ("2022-04", "-1", "no rate"),
    ],
)
def test_a_quote_wants_a_month_and_a_rate(
    month: str, rate: str, said: str, clients: Path, run: Run
) -> None:
    """What is typed wrong is said with how it is written."""
    code, _, err = run("quote", clients, COOP, f"--month={month}", f"--rate={rate}")
    assert code == 2
    assert said in err


def test_a_sound_store_is_said_to_be_sound(clients: Path, run: Run) -> None:
    """In words and as JSON."""
    code, out, err = run("verify", clients)
    assert (code, err) == (0, "")
    verdict, unchecked = out.splitlines()
    assert verdict == "sound; facts: 56; streams: 2"
    assert unchecked.startswith("not checked: ")
    answer = json.loads(run("verify", clients, "--format", "json").out)
    assert answer["sound"] is True
    assert (answer["facts"], answer["streams"]) == (56, 2)
    assert answer["bad_records"] == []


def test_what_was_altered_shows(clients: Path, run: Run) -> None:
    """One digit changed in the file: the record is named, and the code is 1."""
    clients.write_bytes(clients.read_bytes().replace(b'"2250.00"', b'"2251.00"'))
    code, out, _ = run("verify", clients)
    assert code == 1
    assert "damaged  relationship/brume-numerique:coop-verte version 17 (position 41):" in out
    assert "NOT sound" in out


def test_a_schema_of_every_event(run: Run) -> None:
    """All of them, each a schema of its own, by name."""
    schemas = json.loads(run("schema").out)
    assert set(schemas) == {event.name for event in EVENTS}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_exports_fit_their_schemas(clients: Path, run: Run) -> None:
    """What export writes is what schema describes."""
    schemas = json.loads(run("schema").out)
    for text in run("export", clients).out.splitlines():
        line = json.loads(text)
        Draft202012Validator(schemas[line["event"]]).validate(line)


def test_a_schema_of_one_event(run: Run) -> None:
    """By its name; another name is told which there are."""
    assert json.loads(run("schema", "engagement_made").out)["title"] == "engagement made"
    code, out, err = run("schema", "engagment_made")
    assert (code, out) == (2, "")
    assert "engagement_made" in err


def test_an_audit_may_be_told_what_its_source_never_records(recorded: Path, run: Run) -> None:
    """An event named with --unrecorded is missed by no rule; one that does not exist is told."""
    asked = ("audit", recorded, "--as-of", "2022-06-15", "--unrecorded", "boundary_agreed")
    code, out, _ = run(*asked)
    assert code == 0
    assert "info     DIST-1" not in out
    assert "n/a      DIST-1" in out
    code, _, err = run("audit", recorded, "--unrecorded", "boundary_found")
    assert code == 2
    assert "boundary_found" in err
