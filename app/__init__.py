"""Đối Thoại: live questions and answers of a hybrid conference."""

__version__ = "0.1.0"
