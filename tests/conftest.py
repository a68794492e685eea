"""Settings that hold for every test."""

from hypothesis import settings

# The same examples on every run: a failure is repeated by running the test again.
settings.register_profile("phoenix", max_examples=50, deadline=None, derandomize=True)
settings.load_profile("phoenix")
