"""The disk: definitions, reading, building, patching, evidence."""
