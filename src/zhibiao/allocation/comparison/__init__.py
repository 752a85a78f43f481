"""Rules side by side on the same enterprises: who wins, how fair it is, at what cost."""
