"""Payments: the monthly run (what is due and what is held), its lines, ledger, category payments, bank files and return files."""
