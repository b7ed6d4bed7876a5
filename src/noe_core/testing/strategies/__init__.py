"""Histories drawn at random, for laws that hold of any: valid ones, and untidy ones.

Rule kept here: this package alone needs hypothesis, and says what to install where it is
missing.
"""

try:
    from noe_core.testing.strategies.cuts import in_parts, splits
    from noe_core.testing.strategies.fields import built, days, moments
    from noe_core.testing.strategies.untidy import (
        untidy_facts,
        untidy_histories,
        untidy_records,
    )
    from noe_core.testing.strategies.valid import valid_histories
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise ModuleNotFoundError(
        "histories are drawn by hypothesis, which is not installed. "
        "Install it with: pip install 'noe[testing]'",
        name="hypothesis",
    ) from error

__all__ = [
    "built",
    "days",
    "in_parts",
    "moments",
    "splits",
    "untidy_facts",
    "untidy_histories",
    "untidy_records",
    "valid_histories",
]
