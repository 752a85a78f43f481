"""Writers: papers, workbooks, pages and pictures from domain values."""
