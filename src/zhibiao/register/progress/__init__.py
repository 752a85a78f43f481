"""What became of a commitment: told from its acts and from the month's figures, as of a day."""
