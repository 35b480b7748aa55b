"""API of cases: moves, bulk actions, spot checks, visits."""
