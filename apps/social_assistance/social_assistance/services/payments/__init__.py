"""Payments: states of a run, finance lists, bank layouts, overpayment recoveries and write-offs."""
