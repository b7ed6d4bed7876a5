"""Puts the builder of histories where these tests import it from."""

import sys
from pathlib import Path

AUDIT = str(Path(__file__).parent.parent / "audit")
if AUDIT not in sys.path:
    sys.path.insert(0, AUDIT)
