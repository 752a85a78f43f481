"""Growth: on the same scope, by contribution and by vintage."""
