"""The demo: the conference bac-kan-2025 as it might stand in the middle of its morning."""

from app.demo.run import run

__all__ = ["run"]
