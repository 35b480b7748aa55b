"""Registry: numbers, names, disability and division codes, likeness of people, columns of an import file."""
