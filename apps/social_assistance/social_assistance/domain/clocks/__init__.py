"""Time limits (办理时限) and the working days that they count, as pure rules.

- `work_calendar.py`: working days of the Chinese calendar, from weekends, holidays and make-up days.
- `calendar_file.py`: the days of a holiday notice as rows of a sheet, with every fault named.
- `time_limits.py`: a limit, its pauses, its last day and its status.
- `pauses_and_extensions.py`: which pauses and extensions a clock profile allows.
"""
