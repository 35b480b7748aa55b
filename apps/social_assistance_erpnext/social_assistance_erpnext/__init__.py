"""Bridge from the fund ledger of Social Assistance to ERPNext's general ledger."""

__version__ = "1.0.0"
