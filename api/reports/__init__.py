"""Reports of a validation: one module for each format, and the baseline that tells what is new."""
