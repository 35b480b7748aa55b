"""Use cases on one document, one package per subject; what several subjects share stands beside the packages."""
