"""Verbs: the only code that changes rows. They flush and never commit."""
