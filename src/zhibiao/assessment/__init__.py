"""Assessment (研判): pace, high-end share and the verdict of the month."""
