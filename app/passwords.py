"""Passwords: hashed with Argon2id in threads, few at a time (each takes 64 MiB)."""

import asyncio
import functools
import secrets

from pwdlib import PasswordHash

NO_PASSWORD = ""
"""Kept in place of a hash for a user that no password lets in: a screen."""

_hasher = PasswordHash.recommended()
_few_at_once = asyncio.Semaphore(2)


async def hash_password(password: str) -> str:
    """Return the hash to keep."""
    async with _few_at_once:
        return await asyncio.to_thread(_hasher.hash, password)


async def is_password(password: str, hash_: str | None) -> bool:
    """Tell whether the password fits; as slow for a user who does not exist, or has none."""
    async with _few_at_once:
        known = hash_ if hash_ else await asyncio.to_thread(_nobodys_hash)
        fits = await asyncio.to_thread(_hasher.verify, password, known)
    return fits and bool(hash_)


def fresh_password() -> str:
    """Return a password that can be read aloud and typed: four groups of four letters."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
