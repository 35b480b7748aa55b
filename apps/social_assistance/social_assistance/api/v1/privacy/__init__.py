"""API of privacy: clear values, each look recorded."""
