"""Reading the fund ledger, writing ERPNext's books."""
