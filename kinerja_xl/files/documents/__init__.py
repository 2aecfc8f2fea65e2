"""Word documents made from templates that an office can edit."""
