"""The spec language, from its text to a network."""
