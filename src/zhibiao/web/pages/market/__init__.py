"""Commodities."""
