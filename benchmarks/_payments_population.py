"""An invented district of its own with awards to pay: filled by INSERT … SELECT, taken away again without a trace."""

# ruff: noqa: S608 names and numbers of this file, nothing typed by anybody

import time
from typing import Any

import frappe

DISTRICT, MARK = "BNC", "BNC-"
SCHEME = "DIBAO-URBAN"
TOWNSHIPS, VILLAGES = 10, 10
LAST_MONTH, MONTH = "2025-10", "2025-11"
BANK = "Bench Bank"
CIPHERS = 1_000
# Stands for an empty list, so that no statement meets rows of others.
NOBODY = f"{MARK}nobody"
# Numbers drawn by the benchmark's runs, files and vouchers go back to where they were.
SERIES = ("FF-%", "YH-%", "PZ-%", "QD-%")
# Old versions of rows that a server with nothing to do keeps now and then.
SETTLED, SECONDS_TO_SETTLE = 100, 300
_AUDIT = "owner, modified_by, creation, modified, docstatus, idx"
_AUDIT_VALUES = "'Administrator', 'Administrator', now(6), now(6), 0, 0"

FILL = (
	f"""insert into `tabRegistry Person` (name, {_AUDIT}, person_name, division, is_deceased)
	select concat('{MARK}', lpad(n.seq, 8, '0')), {_AUDIT_VALUES}, concat('张', n.seq), {{village}}, n.seq % 200 = 0
	from seq_1_to_{{size}} n""",
	f"""insert into `tabRegistry Household` (name, {_AUDIT}, division)
	select concat('{MARK}', n.seq), {_AUDIT_VALUES}, {{village}} from seq_1_to_{{size}} n""",
	f"""insert into `tabBenefit Award` (name, {_AUDIT}, award_no, scheme, household, payee, payee_name, division, award_status,
		start_month, monthly_amount, bank_name, bank_account, bank_account_cipher, account_verified_on, open_award_key)
	select concat('{MARK}', lpad(n.seq, 8, '0')), {_AUDIT_VALUES}, concat('{MARK}', n.seq), '{SCHEME}', concat('{MARK}', n.seq),
		concat('{MARK}', lpad(n.seq, 8, '0')), concat('张', n.seq), {{village}}, if(n.seq % 150 = 0, 'Suspended', 'Active'),
		if(n.seq % 60 = 0, '{MONTH}', '2025-01'), 200 + n.seq % 400, concat('{BANK} ', 1 + n.seq % 3), c.masked, c.cipher,
		if(n.seq % 120 = 0, null, '2025-01-05'), concat('{MARK}', n.seq)
	from seq_1_to_{{size}} n join bench_cipher c on c.id = n.seq % {CIPHERS}""",
	f"""insert into `tabAward Amount` (name, {_AUDIT}, parent, parentfield, parenttype, part, amount, from_month)
	select concat('{MARK}', p.part, n.seq), {_AUDIT_VALUES}, concat('{MARK}', lpad(n.seq, 8, '0')), 'amounts', 'Benefit Award',
		p.part, if(p.part = 'Base', 200 + n.seq % 400, 60.50), if(n.seq % 60 = 0, '{MONTH}', '2025-01')
	from seq_1_to_{{size}} n join (select 'Base' part union select 'Top-up') p on p.part = 'Base' or n.seq % 3 = 0""",
	f"""insert into `tabPayment Run` (name, {_AUDIT}, payment_month, run_kind, run_status, division)
	values ('{MARK}before', {_AUDIT_VALUES}, '{LAST_MONTH}', 'Regular', 'Discarded', '{DISTRICT}')""",
	f"""insert into `tabPayment Line` (name, {_AUDIT}, payment_run, award, household, scheme, division, payment_month, line_kind,
		amount, line_status, payee_name, bank_name, bank_account, bank_account_cipher, line_key)
	select concat('{MARK}before-', a.name), {_AUDIT_VALUES}, '{MARK}before', a.name, a.household, a.scheme, a.division, '{LAST_MONTH}',
		'Regular', if(crc32(a.name) % 20 = 0, 150, p.due), 'Paid', a.payee_name, a.bank_name, a.bank_account,
		a.bank_account_cipher, concat(a.name, '|{LAST_MONTH}|Regular')
	from `tabBenefit Award` a join (
		select parent, sum(amount) due from `tabAward Amount` where parent like '{MARK}%%' group by parent
	) p on p.parent = a.name where a.start_month <= '{LAST_MONTH}'""",
)


def require_playground() -> None:
	"""Refuse every site whose numbers and books are real."""
	if not frappe.conf.get("assist_demo"):
		raise SystemExit("The benchmark runs on demo and test sites only (assist_demo in the site config).")


def fill(size: int) -> None:
	"""A district with ten townships and a hundred villages, `size` awards in force, and what last month paid them."""
	_plant_ciphers()
	_plant_divisions()
	village = f"concat('{MARK}', 1 + n.seq % {TOWNSHIPS}, '-', 1 + (n.seq div {TOWNSHIPS}) % {VILLAGES})"
	for statement in FILL:
		frappe.db.sql(statement.format(size=size, village=village))
	frappe.db.commit()
	for table in ("Registry Person", "Benefit Award", "Award Amount", "Payment Line"):
		frappe.db.sql_ddl(f"analyze table `tab{table}`")


def clear() -> None:
	"""Delete whatever a fill and its runs wrote."""
	runs = frappe.get_all("Payment Run", {"division": DISTRICT}, pluck="name") or [NOBODY]
	files = frappe.get_all("Bank File", {"payment_run": ("in", runs)}, pluck="name") or [NOBODY]
	for name in frappe.get_all("File", {"attached_to_name": ("in", files)}, pluck="name"):
		frappe.delete_doc("File", name, force=True, ignore_permissions=True)
	_delete("Payment Line", "payment_run", runs)
	_delete("Payment Difference", "payment_run", runs)
	_delete("Fund Ledger Entry", "reference_name", runs)
	_delete("Version", "docname", [*runs, *files])
	_delete("Bank File", "name", files)
	lists = frappe.get_all("Finance List", {"payment_run": ("in", runs)}, pluck="name") or [NOBODY]
	_delete("Finance List Row", "parent", lists)
	_delete("Finance List", "name", lists)
	_delete("Payment Run", "name", runs)
	for table in (
		"Award Amount",
		"Benefit Award",
		"Registry Household",
		"Registry Person",
		"Administrative Division",
	):
		_delete_marked(table)
	frappe.db.sql_ddl("drop table if exists bench_raw")
	frappe.db.commit()
	frappe.clear_cache()


def settle() -> None:
	"""Wait until the server has cleared away what was deleted before; else the next stage pays for the last one's rubbish."""
	give_up = time.monotonic() + SECONDS_TO_SETTLE
	while time.monotonic() < give_up:
		left = frappe.db.sql("show global status like 'Innodb_history_list_length'")
		frappe.db.commit()
		if not left or int(left[0][1]) < SETTLED:
			return
		time.sleep(0.5)


def series() -> dict[str, int]:
	"""The counters of official numbers."""
	kept = " or ".join(["name like %s"] * len(SERIES))
	return dict(frappe.db.sql(f"select name, current from tabSeries where {kept}", SERIES))


def restore_series(before: dict[str, int]) -> None:
	"""Give back the numbers that the benchmark drew."""
	for name in series():
		frappe.db.sql("update tabSeries set current = %s where name = %s", (before.get(name, 0), name))
	frappe.db.commit()


def _plant_divisions() -> None:
	top = frappe.db.sql("select coalesce(max(rgt), 0) from `tabAdministrative Division`")[0][0] + 1
	width = 2 * VILLAGES + 2
	rows = [_division(DISTRICT, "District", None, top, top + TOWNSHIPS * width + 1)]
	for township in range(1, TOWNSHIPS + 1):
		left = top + 1 + (township - 1) * width
		parent = f"{MARK}{township}"
		rows.append(_division(parent, "Township", DISTRICT, left, left + width - 1))
		rows += [
			_division(f"{parent}-{village}", "Village", parent, left + 2 * village - 1, left + 2 * village)
			for village in range(1, VILLAGES + 1)
		]
	names = "name, division_name, division_level, parent_administrative_division, lft, rgt"
	for row in rows:
		frappe.db.sql(
			f"insert into `tabAdministrative Division` ({names}) values (%s, %s, %s, %s, %s, %s)", row
		)


def _division(name: str, level: str, parent: str | None, lft: int, rgt: int) -> tuple[Any, ...]:
	return name, name, level, parent, lft, rgt


def _plant_ciphers() -> None:
	from social_assistance.services.privacy.encrypted_fields import encrypt_values

	frappe.db.sql_ddl(
		"create temporary table if not exists bench_cipher (id int primary key, masked varchar(40), cipher text)"
	)
	if frappe.db.sql("select count(*) from bench_cipher")[0][0]:
		return
	sealed = encrypt_values("bank_account", [f"62284800{number:08d}" for number in range(CIPHERS)])
	for number, (masked, cipher, _digest) in enumerate(sealed):
		frappe.db.sql("insert into bench_cipher values (%s, %s, %s)", (number, masked, cipher))


def _delete(doctype: str, column: str, values: list[str]) -> None:
	_repeat(f"delete from `tab{doctype}` where `{column}` in %(values)s limit 20000", {"values": values})


def _delete_marked(doctype: str) -> None:
	_repeat(f"delete from `tab{doctype}` where name like %(mark)s limit 20000", {"mark": f"{DISTRICT}%"})


def _repeat(statement: str, values: dict[str, Any]) -> None:
	"""Until no row is left, in transactions of a size that the server's undo log bears."""
	while True:
		frappe.db.sql(statement, values)
		if frappe.db.sql("select row_count()")[0][0] <= 0:
			return
		frappe.db.commit()
