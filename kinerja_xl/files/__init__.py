"""The disk: definitions, reading, building, patching, evidence."""

import os

# With lxml, which docxtpl brings along, openpyxl writes other bytes, and a full disk is an error of
# lxml's own without its cause.
os.environ.setdefault("OPENPYXL_LXML", "False")
