"""Means test of one case: its facts, claims of evidence, signs of a household split, and the explained result."""
