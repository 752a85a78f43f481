"""High-end accounting: shares, shift-share, paths to a target and what re-allocation could give."""
