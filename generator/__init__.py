"""Disputatio turns a dump of a debate into its definitive edition, a static site."""

__version__ = "0.1.0"
