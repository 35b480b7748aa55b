"""Means test: who counts, income, spending, assets and support owed; the schemes stand in `schemes/`."""
