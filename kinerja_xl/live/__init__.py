"""What works on an open workbook through xlwings: the buttons, and the engine for LibreOffice."""
