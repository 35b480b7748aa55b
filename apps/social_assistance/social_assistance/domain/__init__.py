"""Rules of social assistance as pure functions: no framework, no database, no clock of their own."""
