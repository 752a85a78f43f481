"""The course of a year and from year to year: set-asides, batches, entrants, mergers, settlement."""
