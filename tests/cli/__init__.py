"""The command line: what it prints, where, and what it imports for that."""
