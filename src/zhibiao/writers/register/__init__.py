"""Papers of the register: lists for units, section of the month, score, minutes, meeting pack, one page."""
