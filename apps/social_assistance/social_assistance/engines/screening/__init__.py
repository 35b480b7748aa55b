"""Every scheme for every registered household, set-based: the rules of the domain as statements over batches.

`parameters` writes the figures of a policy version into small tables, `facts` gathers what is known of a batch, the files in
`sql` evaluate it, `runs` turns results into candidates. A test compares every result with the domain's, household by household.
"""

from social_assistance.engines.screening.statements import run_statements

EVALUATION = (
	"people.sql",
	"income.sql",
	"spending.sql",
	"means.sql",
	"households.sql",
	"results.sql",
	"referrals.sql",
)


def evaluate_batch() -> None:
	"""Evaluate the facts in the tables of this connection; leaves scr_result and scr_referral."""
	run_statements(*EVALUATION)
