"""Appeals: list, form, one appeal, outcome."""
