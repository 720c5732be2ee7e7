"""Codes that a person reads from one screen and types into another: eight letters, no vowels."""

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no words come out; RFC 8628, 6.1."""
LENGTH = 8


def spoken(code: str) -> str:
    """Return a code as it is shown: BCDF-GHJK."""
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str:
    """Return what was typed as the code is kept: case, spaces and dashes do not matter."""
    return "".join(letter for letter in text.upper() if letter.isalpha())
