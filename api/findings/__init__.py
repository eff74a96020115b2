"""What validation found, for readers and programs: a page, any view of it as data, and a badge."""
