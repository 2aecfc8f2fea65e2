"""The copy of a returned form in which the findings are marked, for the section to correct."""
