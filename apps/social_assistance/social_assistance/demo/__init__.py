"""The demo district of a district report, and synthetic districts of any size: seeded, repeatable, fictional."""
