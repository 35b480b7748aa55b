"""Cases: one action on many cases, notices taken down on their day, reminders of steps, timeliness figures."""
