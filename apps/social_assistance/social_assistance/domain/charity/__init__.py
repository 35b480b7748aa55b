"""Charity: dates that the law sets for campaigns, values of donated goods, matching of donations to needs."""
