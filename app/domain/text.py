"""Text of people: normal form, what is refused in it, search keys, Vietnamese order."""

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: index for index, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Grave, hook, tilde, acute, dot below, as dictionaries have it: ma mà mả mã má mạ."""


class Unwritable(ValueError):
    """The text holds a character that no text of a question holds (control, lone surrogate)."""


def clean_text(text: str) -> str:
    """Return text of several lines in NFC, trimmed, with single spaces and at most one empty line.

    Raises `Unwritable` for control characters and lone surrogates. Tabs and the line ends of
    other systems are not an error: people paste.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    for character in text:
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cs"}:
            raise Unwritable(f"U+{ord(character):04X}")
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _LINES.sub("\n\n", text).strip()


def clean_line(text: str) -> str:
    """Return text of one line, otherwise as `clean_text`."""
    return " ".join(clean_text(text).split())


def search_key(text: str) -> str:
    """Return text folded for search: no case, no diacritics, đ as d, single spaces.

    The same function folds what is stored and what is looked for, so both databases agree.
    """
    key = text
    # One sign can stand for several letters (℃, №), which then fold in their turn.
    while (folded := _fold(key)) != key:
        key = folded
    return key


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def _letter_key(character: str) -> tuple[int, int]:
    """Return a letter's (place in the alphabet, tone)."""
    tone = 0
    letter = ""
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            letter += part
    letter = unicodedata.normalize("NFC", letter)
    return _LETTER_ORDER.get(letter, 100 + ord(letter[0]) if letter else 0), tone


def sort_key(text: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Return a key that sorts as a dictionary does: by syllable, letters before tones."""
    syllables = []
    for word in unicodedata.normalize("NFC", text).casefold().split():
        pairs = [_letter_key(character) for character in word]
        syllables.append((tuple(p[0] for p in pairs), tuple(p[1] for p in pairs)))
    return tuple(syllables)


def person_sort_key(name: str) -> tuple[object, ...]:
    """Return a key that sorts people by given name, which comes last, then the rest."""
    words = name.split()
    return (sort_key(words[-1] if words else ""), sort_key(" ".join(words[:-1])))
