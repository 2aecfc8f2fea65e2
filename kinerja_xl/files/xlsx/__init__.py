"""A workbook as a zip of XML parts: its structure read, its cells and tables changed in place."""
