"""The commodity desk at work: prices kept in a book, costs and balances of a month, shocks and scenarios."""
