"""Laws are checked on shared machines: how long one example takes says nothing about the rule."""

from hypothesis import settings

settings.register_profile("brasa", deadline=None)
settings.load_profile("brasa")
