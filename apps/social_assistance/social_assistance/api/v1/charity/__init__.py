"""API of charity: campaigns, giving, needs and wishes."""
