"""The one profile of all property tests; the speed of the machine is no failure.

`make test` draws the same examples each time. `make test-random` draws others, more of them, from a seed that it prints.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
	"steady",
	max_examples=40,
	deadline=None,
	derandomize=True,
	database=None,
	suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("random", settings.get_profile("steady"), max_examples=150, derandomize=False)
settings.load_profile("steady")
