"""API of screening: runs and proposals."""
