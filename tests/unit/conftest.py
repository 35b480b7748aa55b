"""Generated examples: enough to find mistakes, few enough for a quick run; a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("unit", max_examples=40, deadline=None)
settings.load_profile("unit")
