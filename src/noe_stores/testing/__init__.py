"""The conformance kit, for authors of stores: what every store promises, as tests to inherit.

Rule kept here: our own stores are held to nothing else. It needs ``pip install
'noe[testing]'``, and nothing of the library needs it.
"""

import pytest

pytest.register_assert_rewrite(
    "noe_stores.testing.contract",
    "noe_stores.testing.faults",
    "noe_stores.testing.machine",
    "noe_stores.testing.records",
)

from noe_stores.testing.capabilities import EVERYTHING, NONE, Capability  # noqa: E402 - see above
from noe_stores.testing.contract import StoreContract  # noqa: E402
from noe_stores.testing.promises import Promise, Verdict, judge, promises  # noqa: E402
from noe_stores.testing.store import Kind, Store  # noqa: E402

__all__ = [
    "EVERYTHING",
    "NONE",
    "Capability",
    "Kind",
    "Promise",
    "Store",
    "StoreContract",
    "Verdict",
    "judge",
    "promises",
]
