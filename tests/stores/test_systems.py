"""Where a store that lasts cannot be had: a system on which ``fcntl`` cannot be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = 'import sys; sys.modules["fcntl"] = None\n'
"""As on Windows, where there is no such module."""

SUPPORTED = "can be had on Linux and macOS"


def told(program: str, *arguments: object) -> tuple[int, str, str]:
    """What a program says on such a system, and how it ends."""
    command = [sys.executable, "-c", WITHOUT + program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_what_is_in_memory_works_everywhere() -> None:
    """Facts are recorded, read, verified and audited without a lock."""
    program = """
from datetime import date
import noe_stores, noe_stores.memory
from noe_core.audit import audit
with noe_stores.connect("memory:") as ledger:
    relation = ledger.relationship("a:b", recorded_by="julie")
    relation.express_demand(id="d1", on=date(2022, 1, 1), text="a bulletin")
    print(len(ledger.history("a:b").records), ledger.verify().sound)
    print(audit(relation.history()).stream)
"""
    code, out, err = told(program)
    assert (code, out.split()[:2]) == (0, ["1", "True"]), err


@pytest.mark.parametrize("name", ["new.db", "new/"])
def test_a_store_that_lasts_is_refused_by_name(name: str, tmp_path: Path) -> None:
    """With the systems on which it can be had; nothing is made."""
    program = """
import noe_stores
try:
    noe_stores.connect(sys.argv[1])
except noe_stores.StoreError as error:
    print(type(error).__name__, error)
"""
    place = f"{tmp_path}/{name}"
    code, out, err = told(program, place)
    assert (code, err) == (0, "")
    assert out.startswith(f"NotDurable {Path(place)}: a store that lasts {SUPPORTED}")
    assert "memory: works on this one" in out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["noe_stores.sqlite", "noe_stores.files"])
def test_an_application_that_names_such_a_store_is_told_the_same(module: str) -> None:
    """It comes to the module by itself, through ``PERSISTENCE_MODULE``."""
    code, _, err = told(f"import {module}")
    assert code == 1
    assert err.splitlines()[-1].startswith("noe_stores.errors.NotDurable: ")
    assert SUPPORTED in err


def test_the_command_says_it_in_a_sentence(tmp_path: Path) -> None:
    """No traceback, and the exit code of what could not be done."""
    (tmp_path / "clients.db").touch()
    program = "from noe_stores.cli import main; sys.exit(main(sys.argv[1:]))"
    code, out, err = told(program, "info", tmp_path / "clients.db")
    assert (code, out) == (2, "")
    assert err.startswith(f"noe: {tmp_path / 'clients.db'}: a store that lasts {SUPPORTED}")
