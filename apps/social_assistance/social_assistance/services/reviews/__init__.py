"""Reviews: tasks, campaigns, who proposes and who decides, and what a result does to award and case."""
