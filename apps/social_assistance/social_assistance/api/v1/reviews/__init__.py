"""API of reviews: tasks."""
