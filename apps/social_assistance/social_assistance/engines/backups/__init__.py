"""Backups: the set of files of one, what it must contain, whether it can be restored."""
