"""The one scale of this stream: five whole steps, from the least to the most.

Rule kept here: what nobody said is ``None``, and no step stands for it.
"""

from typing import Annotated

from annotated_types import Ge, Le

OneToFive = Annotated[int, Ge(1), Le(5)]
"""A whole step from 1 to 5."""
