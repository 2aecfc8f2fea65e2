"""One module a verb: gather what it needs, let the core decide, apply the result."""
