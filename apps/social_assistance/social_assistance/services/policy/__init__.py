"""Policy: which version holds where and when, and how its form becomes the parameters of the domain."""
