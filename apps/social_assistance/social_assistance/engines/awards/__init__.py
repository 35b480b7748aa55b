"""Awards: re-rating of a scheme when its standard changes, previewed and run in batches."""
