"""Excel on this computer: the add-in's place, xlwings' settings, and what commonly fails."""
