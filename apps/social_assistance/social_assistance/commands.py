"""`bench --site SITE assist …`: the product's command line. Thin: each command calls one function and prints."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click
import frappe
from frappe import _
from frappe.commands import get_site, pass_context

from social_assistance.services import clock
from social_assistance.setup.hardening import DEMO_PASSWORD


@click.group("assist")
def assist_group():
	"""Social assistance: demo district, walkthrough case, payment month, invariants."""


def _connect(context) -> None:
	frappe.init(site=get_site(context))
	frappe.connect()
	frappe.local.lang = frappe.db.get_default("lang") or "zh"


def _server(url: str | None, password: str | None) -> tuple[str, str, str]:
	"""Address of the web server, site and password of the accounts that a walkthrough logs in with."""
	address = url or f"http://127.0.0.1:{frappe.conf.webserver_port or 8000}"
	return address, frappe.local.site, password or frappe.conf.get("demo_password") or DEMO_PASSWORD


def _print_json(value) -> None:
	click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


@assist_group.command("demo")
@click.option(
	"--households", type=int, help="Synthetic district of this many households instead of the report's"
)
@click.option(
	"--with-cases",
	is_flag=True,
	help="Also families at every step, last month's payments, a gift, a price subsidy, quotas and capped medical costs",
)
@click.option("--json", "as_json", is_flag=True)
@pass_context
def demo_command(context, households: int | None, with_cases: bool, as_json: bool):
	"""Load the demo district with its accounts; only on a site with `assist_demo` in its site config."""
	from social_assistance.demo import cases, category_payments, medical_caps, quotas
	from social_assistance.demo.loader import load_demo_district

	_connect(context)
	summary = load_demo_district(households, None if as_json else click.echo)
	if with_cases:
		cases.ensure_cases()
		cases.ensure_paid_month()
		category_payments.ensure_category_payments()
		quotas.ensure_quotas()
		medical_caps.ensure_medical_caps()
	frappe.db.commit()  # allow: DB-manual-commit end of a command
	_print_json(summary.as_dict()) if as_json else click.echo(str(summary))


@assist_group.command("accounts")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def accounts_command(context, as_json: bool):
	"""List the demo accounts of this site with their roles."""
	from social_assistance.demo.accounts import list_stored_accounts

	_connect(context)
	rows = list_stored_accounts()
	if as_json:
		_print_json(rows)
	for row in [] if as_json else rows:
		click.echo(f"  {row['user']:<40} {_(row['role'])}  {row['full_name']}")


@assist_group.command("case")
@click.option("--url", help="Address of the running web server; the bench's own by default")
@click.option("--password", help="Password of the role accounts; the demo accounts' by default")
@click.option("--seed", type=int, help="Repeat the same family")
@click.option("--stages", type=int, help="Stop after so many stages (7: the case is at District Review)")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def case_command(
	context, url: str | None, password: str | None, seed: int | None, stages: int | None, as_json: bool
):
	"""Take a new application through all sixteen steps as the role accounts and print the timeline."""
	from social_assistance.walkthrough.case import walk_case
	from social_assistance.walkthrough.report import as_dict, as_text

	_connect(context)
	walk = walk_case(*_server(url, password), clock.today(), seed, stages)
	_print_json(as_dict(walk)) if as_json else click.echo(as_text(walk))


@assist_group.command("pay")
@click.option("--month", required=True, help="YYYY-MM")
@click.option("--scheme", help="Scheme code; all schemes paid monthly by default")
@click.option("--url", help="Address of the running web server; the bench's own by default")
@click.option("--password", help="Password of the role accounts; the demo accounts' by default")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def pay_command(
	context, month: str, scheme: str | None, url: str | None, password: str | None, as_json: bool
):
	"""Run a month: prepared and executed by a finance officer, approved by a district approver."""
	from social_assistance.walkthrough.month import pay_month

	_connect(context)
	runs = pay_month(*_server(url, password), month, scheme)
	if as_json:
		_print_json(runs)
	else:
		for run in runs:
			click.echo(
				f"{run['name']}  {run['scheme']}  {run['line_count']}  {run['line_amount']}  {run['run_status']}"
			)


@assist_group.command("backup")
@click.option("--folder", help="Where to; private/backups of the site by default")
@click.option("--keep-days", type=int, help="Then remove those that are older, never the last three")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def backup(context, folder: str | None, keep_days: int | None, as_json: bool):
	"""Back up database and files: encrypted, readable for the site's account only, without a key beside them."""
	from social_assistance.services.privacy.data_key import FILE
	from social_assistance.setup.backup import back_up, remove_expired

	_connect(context)
	paths = back_up(folder)
	if keep_days is not None:
		remove_expired(paths[0].parent, keep_days)
	files = list(map(str, paths))
	if as_json:
		_print_json({"files": files})
	for path in [] if as_json else files:
		click.echo(f"  {path}")
	if not as_json:
		kept_apart = _("Keep apart from these files: {0}, and backup_encryption_key of site_config.json.")
		click.echo(kept_apart.format(FILE))


@assist_group.command("restore-drill")
@click.option("--manifest", help="Manifest of the backup; a new backup is made without one")
@click.option("--keys", help="The file of data keys as it lies in the safe; the site's own by default")
@click.option("--backup-key", envvar="BACKUP_ENCRYPTION_KEY", help="What the backup was encrypted with")
@click.option(
	"--until", type=click.DateTime(), help="Play the binary logs up to this moment of the site's time"
)
@click.option("--logs", help="Folder of the copies of the binary logs; beside the backup by default")
@click.option(
	"--keep", is_flag=True, help="Leave the restored site, in maintenance mode, to take over from it"
)
@click.option("--db-root-username", default="root", show_default=True)
@click.option("--db-root-password", envvar="MARIADB_ROOT_PASSWORD", prompt=True, hide_input=True)
@click.option("--json", "as_json", is_flag=True)
@pass_context
def restore_drill_command(
	context,
	manifest: str | None,
	keys: str | None,
	backup_key: str | None,
	until: datetime | None,
	logs: str | None,
	keep: bool,
	db_root_username: str,
	db_root_password: str,
	as_json: bool,
):
	"""Restore a backup into a site of its own, compare, open, verify, remove it again; exit code 1 when it is not the same."""
	from social_assistance.engines.backups.backup_sets import read_set
	from social_assistance.exceptions import AssistanceError
	from social_assistance.setup.backup import back_up, copy_binary_logs
	from social_assistance.setup.database_root import RootLogin
	from social_assistance.setup.restore_drill import Wish, run_drill

	_connect(context)
	wish = Wish(
		keys=Path(keys) if keys else None,
		backup_key=backup_key or "",
		until=until,
		logs=Path(logs) if logs else None,
		keep=keep,
	)
	try:
		path = (Path(manifest) if manifest else back_up()[-1]).resolve()
		if until and not logs:
			copy_binary_logs(path.parent)
		root = RootLogin(db_root_username, db_root_password)
		drill = run_drill(read_set(path), root, lambda text: click.echo(text, err=as_json), wish)
	except AssistanceError as refusal:
		raise click.ClickException(str(refusal)) from None
	if as_json:
		_print_json(drill.as_dict())
	for name, value in [] if as_json else drill.as_dict().items():
		click.echo(f"  {name:<14} {', '.join(value) or '-' if isinstance(value, list) else value}")
	sys.exit(0 if drill.is_good else 1)


@assist_group.command("rotate-key")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def rotate_key_command(context, as_json: bool):
	"""Seal all personal data with a new key while people work; after an interruption call it again."""
	from social_assistance.engines.privacy.key_rotation import rotate_key
	from social_assistance.exceptions import AssistanceError

	_connect(context)
	try:
		done = rotate_key(lambda text: click.echo(text, err=as_json))
	except AssistanceError as refusal:
		raise click.ClickException(str(refusal)) from None
	if as_json:
		_print_json(done.as_dict())
		return
	counted = _(
		"{0} values sealed anew, {1} digests and {2} payment lines changed, {3} old digests of unknown values emptied."
	)
	click.echo(counted.format(done.resealed, done.digests, done.lines, done.emptied))
	retired = _("Keys retired: {0}. Keep them in the safe as long as backups from before are kept.")
	click.echo(retired.format(", ".join(map(str, done.retired)) or "-"))


@assist_group.command("verify")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def verify_command(context, as_json: bool):
	"""Check every invariant of the site; exit code 1 when one fails."""
	from social_assistance.engines.health import marks
	from social_assistance.engines.verify.invariants import verify_site as run_checks

	_connect(context)
	checks = run_checks()
	marks.set_mark(marks.Mark.VERIFY, is_good=all(check.ok for check in checks))
	if as_json:
		_print_json([check.as_dict() for check in checks])
	else:
		for check in checks:
			click.echo(f"{'ok  ' if check.ok else 'FAIL'} {check.code}: {check.found} / {check.expected}")
			for example in () if check.ok else check.examples:
				click.echo(f"       {example}")
	sys.exit(0 if all(check.ok for check in checks) else 1)


@assist_group.command("doctor")
@click.option("--json", "as_json", is_flag=True)
@click.option("--doors", is_flag=True, help="Only what must be closed before a site serves people")
@pass_context
def doctor_command(context, as_json: bool, doors: bool):
	"""Look at processes, queues, space, backups, keys, open doors; exit code 1 when something is wrong."""
	from social_assistance.domain.health.signs import Level, get_worst
	from social_assistance.engines.health import inspection
	from social_assistance.engines.health.reachability import list_tls_gaps
	from social_assistance.setup.hardening import list_open_doors

	_connect(context)
	if doors:
		found = [*list_open_doors(), *list_tls_gaps()]
		_print_json(found) if as_json else click.echo(
			"\n".join(f"  {door}" for door in found), nl=bool(found)
		)
		sys.exit(1 if found else 0)
	signs = inspection.inspect_site()
	rows = inspection.as_rows(signs)
	if as_json:
		_print_json(rows)
	for row in [] if as_json else rows:
		click.echo(f"{row['level_label']}  {row['code']:<16} {row['title']}: {row['found']}")
		if row["remedy"]:
			click.echo(f"      {row['remedy']}")
	sys.exit(1 if get_worst(signs) is Level.FAILURE else 0)


@assist_group.command("benchmark", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of a table")
@pass_context
def benchmark_command(context, name: str, options: tuple[str, ...], as_json: bool):
	"""Run one of the bench's benchmarks and print its figures and ratios; its own options follow the name."""
	from social_assistance.benchmark import BenchmarkError, run_benchmark

	try:
		report = run_benchmark(name, get_site(context), options)
	except BenchmarkError as error:
		raise click.ClickException(str(error)) from None
	if as_json:
		_print_json(report)
		return
	for group in ("figures", "ratios"):
		for key, value in report[group].items():
			click.echo(f"{group[:-1]:<8} {key:<32} {value}")


commands = [assist_group]
