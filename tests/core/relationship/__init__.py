"""A package, so that its files may bear the names of the chapters they test.

It puts the builder of histories where these tests import it from.
"""

import sys
from pathlib import Path

STORIES = str(Path(__file__).parent.parent / "audit")
if STORIES not in sys.path:
    sys.path.insert(0, STORIES)
