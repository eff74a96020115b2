"""Readers: one module for each format a register comes in."""
