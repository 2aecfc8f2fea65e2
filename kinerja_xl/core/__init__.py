"""Rules only: no files, no clock, no workbook library."""
