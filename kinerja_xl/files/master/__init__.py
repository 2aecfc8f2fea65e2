"""The master on disk: read through its tables and names, changed all at once."""
