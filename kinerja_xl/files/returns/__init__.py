"""Returned forms: found, looked at before they are trusted, read with calamine."""
