"""Benchmarks: what promises about speed are measured by. They measure and do not judge."""
