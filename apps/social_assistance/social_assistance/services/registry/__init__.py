"""Registry: people, households, divisions, institutions, staff kin; splits, merges and import runs."""
