"""The ledger (台账): immutable double entries, linked by hash, and the book they fold into."""
