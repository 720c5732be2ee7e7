"""Loops that the application starts beside the requests."""
