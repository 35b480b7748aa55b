"""API of the site's health: one address for monitors."""
