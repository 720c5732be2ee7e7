"""The rules of the conference as pure functions. No I/O, no clock, no framework."""
