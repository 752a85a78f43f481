"""The book: entries, balances, capacity, heads."""
