"""Invariants that `assist verify` proves, by subject; `invariants.py` runs them."""
