"""Zhibiao (指标): production quota tied to contribution, with a reason for every tonne."""

__version__ = "0.1.0"
