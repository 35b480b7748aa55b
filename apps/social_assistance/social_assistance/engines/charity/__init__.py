"""Charity: reminders to organisers, donations proposed for needs, stock and donation sums, lapsed claims."""
