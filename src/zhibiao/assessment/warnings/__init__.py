"""Early warnings: what a firm's months show before the year is over, each with how often it was right."""
