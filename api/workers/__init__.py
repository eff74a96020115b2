"""Queries in processes of their own, which can be killed: one server forks them, a pool hands them out."""
