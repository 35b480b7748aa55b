"""Who pays in the demo district: the centre's subsidy for the large schemes, the district for the rest, and the gifts.

District survey report: more than 90 % of the money is the government's.
"""

import frappe

SOURCE = "Fund Source"
SUBSIDISED = ("DIBAO-URBAN", "DIBAO-RURAL", "DIBAO-SINGLE", "TEKUN")
CENTRAL_SHARE, DISTRICT_SHARE = 70, 30
SOURCES = (
	# name, level, fiscal, pays what no share names, share of the subsidised schemes
	("中央财政补助资金", "Central", 1, 0, CENTRAL_SHARE),
	("区级财政预算资金", "District", 1, 1, DISTRICT_SHARE),
	("慈善捐赠资金", "Charity", 0, 0, 0),
)


def ensure_sources() -> None:
	"""The sources of the district, unless the site has any."""
	if frappe.db.count(SOURCE):
		return
	for name, level, is_fiscal, is_default, weight in SOURCES:
		_enter(name, level, is_fiscal, is_default, weight)


def _enter(name: str, level: str, is_fiscal: int, is_default: int, weight: int) -> None:
	shares = [{"scheme": scheme, "weight": weight} for scheme in SUBSIDISED] if weight else []
	values = {"source_name": name, "source_kind": level, "is_fiscal": is_fiscal, "is_default": is_default}
	frappe.get_doc({"doctype": SOURCE, "shares": shares, **values}).insert(
		ignore_permissions=True
	)  # allow: PERM-ignore-permissions demo set-up by the command line
