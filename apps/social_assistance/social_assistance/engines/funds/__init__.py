"""Funds: sums of ledger and budgets for the reports."""
