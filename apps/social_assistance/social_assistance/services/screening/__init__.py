"""Screening: starting a run and answering its proposals."""
