"""The one scale there is: five steps, chosen by the person concerned.

Rule kept here: a step says more or less, never how much; steps are not added up.
"""

from typing import Annotated

from annotated_types import Ge, Le

OneToFive = Annotated[int, Ge(1), Le(5)]
"""A whole step from 1 to 5."""
