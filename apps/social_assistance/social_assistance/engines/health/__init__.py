"""How the site and its machine are: processes, queues, space, backups, keys, open doors; looked at, never changed."""
