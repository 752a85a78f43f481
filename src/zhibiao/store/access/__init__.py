"""Who may sign in at a book's desk: accounts, sessions, invitations, tokens; beside the book, not in it."""
