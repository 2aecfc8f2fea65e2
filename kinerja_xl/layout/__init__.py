"""The workbooks as data: every sheet, table, column, heading, width and format, once."""
