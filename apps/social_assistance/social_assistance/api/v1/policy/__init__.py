"""API of policy: versions and their effect."""
