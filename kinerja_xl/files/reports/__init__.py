"""Reports as Word documents: charts, what people wrote, the lists of contents."""
