"""API of the means test: assessments."""
