"""Office: joint conferences, training and staff assignments (联席会议, 培训)."""
