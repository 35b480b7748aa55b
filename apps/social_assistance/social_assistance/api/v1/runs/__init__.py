"""API of the life cycle of runs: what stands, and the buttons Resume, Stop and Drop."""
