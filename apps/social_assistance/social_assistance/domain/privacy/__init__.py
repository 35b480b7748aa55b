"""Privacy: encryption and digests of personal fields, masking, small counts that the public may read."""
