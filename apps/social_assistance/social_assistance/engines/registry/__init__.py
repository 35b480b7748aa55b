"""Registry: the import of a register from file to merge, and changes of the division tree."""
