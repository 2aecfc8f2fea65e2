"""Workbooks made from nothing with XlsxWriter: the master and the forms."""
