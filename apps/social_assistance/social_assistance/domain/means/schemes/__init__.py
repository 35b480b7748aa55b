"""One module per family of schemes; each takes facts and a policy and returns a SchemeResult."""
