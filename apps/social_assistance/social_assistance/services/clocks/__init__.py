"""Time limits (办理时限) of one case.

- `case_clock.py`: on which day the present step and the whole case are due, and the status green, amber, red or paused.
- `clock_entries.py`: pausing, resuming and extending, each kept as a row of the log.
- `deadlines.py`: the last day of one limit on the calendar of the site.
- `profiles.py`: which clock profile a case follows, with its limits, pauses and extensions.
- `holidays.py`: the holiday calendar of a year, from record to working days.

Elsewhere: the rules in `domain/clocks`, all running cases at once in `engines/clocks`, the calls of the desk in
`api/v1/clocks`. The business date "today" is `services/clock.py`. Reminders of due steps are `engines/cases/step_reminders.py`.
"""
