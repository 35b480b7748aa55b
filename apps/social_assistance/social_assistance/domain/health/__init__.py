"""How a site is: what is measured, and from which measure on a person has to look."""
