"""Published pages: what their bytes are, which text they hold, which of it is the article's."""
