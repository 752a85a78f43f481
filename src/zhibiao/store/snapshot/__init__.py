"""A book as plain files that outlive the program: written under load, checked, and made into a book again."""
