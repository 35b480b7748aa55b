"""Procedure: steps, exits and allowed moves of a process template, as data."""
