"""Follow-up: who is asked for what and by when, each week, month and quarter, and at each meeting."""
