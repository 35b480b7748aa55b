"""Which journal entries the vouchers of the fund ledger make; no frappe here."""
