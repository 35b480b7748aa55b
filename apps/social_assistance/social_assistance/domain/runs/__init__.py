"""The life cycle of work that a background worker does for a document, as pure rules.

- `life_cycle.py`: states of such work, when its worker counts as dead, and which buttons are offered.
"""
