"""Files in and out; no database."""
