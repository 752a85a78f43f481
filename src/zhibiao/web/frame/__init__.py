"""What every page is made with: words, tables, charts, downloads, the page itself."""
