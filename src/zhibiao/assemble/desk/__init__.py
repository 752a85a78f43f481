"""What the web application stands on: the book opened for many at once, and what its pages show."""
