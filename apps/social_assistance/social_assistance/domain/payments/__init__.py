"""Payments: what an award is due in a month and why it is held, overpayments, bank layouts and return files."""
