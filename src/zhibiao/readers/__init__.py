"""Readers: files of the outside world into domain values; each foreign format has one address here."""
