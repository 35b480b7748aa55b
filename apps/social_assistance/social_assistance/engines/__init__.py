"""Set-based runs in SQL over whole populations, one package per subject; shared tools stand beside the packages."""
