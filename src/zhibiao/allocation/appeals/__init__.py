"""Appeals (申诉): what an enterprise says against its quota, what would follow, and what became of it."""
