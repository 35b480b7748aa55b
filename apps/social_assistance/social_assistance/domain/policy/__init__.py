"""Policy: the parameters that a district sets, by group, as one checked record."""
