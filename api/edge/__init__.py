"""The layers between the server and the routes: log, headers, kept answers, compression, limits."""
