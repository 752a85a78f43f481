"""Past years rolled through month by month, as a plan would have gone."""
