"""Time limits (办理时限) of all running cases at once.

- `refresh.py`: due dates computed anew after a holiday calendar or a clock profile was corrected.
- `refresh_preview.py`: how many cases that would change, before anything is written.
- `holiday_files.py`: a year's holidays from an attached sheet.
"""
