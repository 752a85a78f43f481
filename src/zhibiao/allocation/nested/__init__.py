"""The nested split: enterprises in groups in zones, each with bounds, and what to do where bounds conflict."""
