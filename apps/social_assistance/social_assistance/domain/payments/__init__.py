"""Payments: what an award is due in a month and why it is held, overpayments, category payments, bank layouts and return files."""
