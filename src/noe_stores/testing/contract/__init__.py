"""The contract: every promise of a store, as tests to be inherited.

Rule kept here: one file a promise, one test a sentence of it. What a store is not said to
be able to do is skipped by name.
"""

from noe_stores.testing.contract.contract import StoreContract

__all__ = ["StoreContract"]
