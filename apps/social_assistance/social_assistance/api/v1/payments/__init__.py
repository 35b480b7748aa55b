"""API of payments: runs, finance lists, bank files, recoveries."""
