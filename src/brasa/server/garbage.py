"""How often Python looks for garbage in circles."""

import gc

# Objects that may come to be, more than go, before a look. A worker makes and drops thousands with
# every batch, and none of them in circles: at Python's own 700 a tenth of its time goes into looks.
MAKE = 20_000


def look_seldom() -> None:
    """Take what is there for permanent, and look for garbage after `MAKE` new objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MAKE, *gc.get_threshold()[1:])
