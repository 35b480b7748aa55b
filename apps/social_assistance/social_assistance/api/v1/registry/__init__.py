"""API of the registry: people, households, divisions, imports."""
