"""Procedures: one file per official act; the outside only through the Protocols in `ports`."""
