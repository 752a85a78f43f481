"""What becomes of returns handed in: the parts of which the act of intake is made."""
