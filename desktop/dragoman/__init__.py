"""Dragoman: an offline companion for negotiating across borders."""

__version__ = "0.1.0"
