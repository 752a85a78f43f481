"""Division: what a rule is, the catalogue of rules, and one rule applied to a group."""
