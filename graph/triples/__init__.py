"""Writers: records to N-Quads."""
