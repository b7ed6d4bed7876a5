"""Where the two files are: the fictional excerpt beside the tests, the real one if it is here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "examples"))

EXCERPT = Path(__file__).with_name("excerpt.jsonl")
VARIABLE = "NOE_REAL"
NAME = "state_startups.jsonl.gz"


@pytest.fixture(scope="session")
def excerpt() -> Path:
    """A fictional file of the same shape, with every oddity of the real one."""
    return EXCERPT


@pytest.fixture(scope="session")
def real() -> Path:
    """The real file of beta.gouv.fr / DINUM (Licence Ouverte / Etalab 2.0), where it is."""
    path = Path(os.environ.get(VARIABLE, ROOT.parent / "shared" / "real")) / NAME
    if not path.is_file():
        pytest.skip(f"the real history is not here: no {NAME} in the folder that {VARIABLE} names")
    return path


@pytest.fixture(scope="session", params=["excerpt", "real"])
def source(request: pytest.FixtureRequest) -> Path:
    """Both files, one after the other."""
    path: Path = request.getfixturevalue(request.param)
    return path
