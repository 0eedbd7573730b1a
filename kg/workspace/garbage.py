"""How often a process that reads reports looks for garbage."""

import gc
from typing import Final

__all__ = ["THRESHOLDS", "settle_garbage"]

#: Objects between two looks, younger looks between two older ones. Reading leaves no cycles of
#: references (`tests/workspace/test_garbage.py`), so each look costs a tenth of the time or more
#: and finds nothing; triples and shapes may leave some, so there are looks at all.
THRESHOLDS: Final = (50_000, 20, 100)


def settle_garbage() -> None:
    """Keep all that there is now for good, and look rarely for garbage among what comes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
