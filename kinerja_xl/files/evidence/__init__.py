"""Evidence files: listed, hashed, recognised by their content."""
