"""Errors put into a generated workbook on purpose, each at a known row and column."""
