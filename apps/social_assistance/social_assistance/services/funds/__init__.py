"""Funds: the ledger in double entry, sources, allocations to townships, budgets."""
