"""API of awards: re-rating runs."""
