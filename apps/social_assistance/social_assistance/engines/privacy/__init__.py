"""Privacy: the change of the master key over all sealed values, digests and prints, while people work."""
