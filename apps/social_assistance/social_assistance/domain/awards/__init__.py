"""Awards: exits by steps (渐退期), what a part becomes when a standard changes, what a review result asks for."""
