"""Reviews: tasks for many awards at once, by date or campaign, and their progress by township."""
