"""Harnesses that try to break the ledger and the store; each counts its work and is shown to catch a seeded bug."""
