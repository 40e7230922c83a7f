"""Captures of the web (WARC, WACZ): the newest one of each address, its body as the server meant it."""
