"""Privacy: the data key, encrypted fields of a document, and each look at a clear value."""
