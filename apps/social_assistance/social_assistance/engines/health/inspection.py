"""All signs of a site: each look is a function without arguments that yields `Sign`s.

Apps name theirs in the hook `assist_health`, those that read whole tables in `assist_health_slow`: monitors do not wait for them.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.health.signs import BOUNDS, Bound, Level, Sign, get_worst

HOOK, SLOW_HOOK = "assist_health", "assist_health_slow"
LIMITS_CONFIG = "assist_health_limits"
CACHE_KEY, CACHE_SECONDS = "assist_health_level", 30


def inspect_site() -> list[Sign]:
	"""Look at everything, the worst first; what cannot be looked at is a failure itself."""
	return _look_at([*frappe.get_hooks(HOOK), *frappe.get_hooks(SLOW_HOOK)])


def get_level() -> Level:
	"""How the site is by its quick looks, at most half a minute old: monitors ask often, and anybody may."""
	cached = frappe.cache().get_value(CACHE_KEY, expires=True)
	if cached is not None:
		return Level(int(cached))
	level = get_worst(_look_at(frappe.get_hooks(HOOK)))
	frappe.cache().set_value(CACHE_KEY, int(level), expires_in_sec=CACHE_SECONDS)
	return level


def get_bound(name: str) -> Bound:
	"""The bound of a measure, as this site's operator wants it."""
	wanted: dict[str, Any] = frappe.conf.get(LIMITS_CONFIG) or {}
	if name not in wanted:
		return BOUNDS[name]
	warning, failure = map(float, wanted[name])
	return replace(BOUNDS[name], warning=warning, failure=failure)


def _look_at(paths: list[str]) -> list[Sign]:
	signs = [sign for path in paths for sign in _look(path)]
	return sorted(signs, key=lambda sign: -sign.level)


def _look(path: str) -> Iterator[Sign]:
	try:
		yield from list(frappe.get_attr(path)())
	except Exception as error:  # noqa: BLE001 - whatever keeps us from looking is what is wrong
		frappe.log_error(title=f"assist doctor: {path}")
		name = path.rpartition(".")[2]
		found = _("Could not be looked at: {0}").format(type(error).__name__)
		yield Sign(name, name, Level.FAILURE, found, _("The Error Log has the cause."))


def as_rows(signs: list[Sign]) -> list[dict[str, str]]:
	"""For the report and for JSON."""
	labels = {Level.GOOD: _("Healthy"), Level.WARNING: _("Look At It"), Level.FAILURE: _("Wrong")}
	return [
		{
			"code": sign.code,
			"level": sign.level.name.lower(),
			"level_label": labels[sign.level],
			"title": sign.title,
			"found": sign.found,
			"remedy": "" if sign.level is Level.GOOD else sign.remedy,
		}
		for sign in signs
	]
