"""API of time limits: pauses, extensions, holiday files, refresh of due dates."""
