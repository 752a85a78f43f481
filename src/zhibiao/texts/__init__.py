"""Published texts: dirty pages made clean, and the statements that they hold, each tied to its place."""
