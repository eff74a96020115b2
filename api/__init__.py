"""The interfaces people and programs use: command line and HTTP."""
