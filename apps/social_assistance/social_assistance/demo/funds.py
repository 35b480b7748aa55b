"""Seed fund sources: the centre's subsidy for the large schemes, the district for the rest, and donations.

District survey report: more than 90 % of the money is the government's.
"""

import frappe

from social_assistance.services.funds.sources import DOCTYPE as SOURCE

SUBSIDISED = ("DIBAO-URBAN", "DIBAO-RURAL", "DIBAO-SINGLE", "TEKUN")
# Share of the subsidised schemes, per cent.
WEIGHTS = {"中央财政补助资金": 70, "区级财政预算资金": 30}


def ensure_shares() -> None:
	"""Who pays the subsidised schemes, unless the site names it; the sources are those of every new site."""
	if frappe.db.count("Fund Share"):
		return
	for name in frappe.get_all(SOURCE, {"name": ("in", tuple(WEIGHTS))}, pluck="name"):
		source = frappe.get_doc(SOURCE, name)  # allow: PERF-read-in-loop two documents
		source.update({"shares": [{"scheme": scheme, "weight": WEIGHTS[name]} for scheme in SUBSIDISED]})
		source.save(  # allow: PERF-write-in-loop two documents
			ignore_permissions=True  # allow: PERM-ignore-permissions demo set-up by the command line
		)
