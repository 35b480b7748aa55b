"""Awards: granted by a decision, changed, re-rated, suspended, stopped; payment holds and the day of the next review."""
