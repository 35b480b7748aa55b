"""Audit: the chained log of entries, discipline leads and credit records (审计, 线索移送, 失信)."""
