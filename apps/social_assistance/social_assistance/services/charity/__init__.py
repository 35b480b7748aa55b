"""Charity: partners, donors, campaigns, donations and receipts, disbursements, refunds, stock, micro wishes."""
