"""Puts the builders of histories where these tests import them from."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "audit", HERE.parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
