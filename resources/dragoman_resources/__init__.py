"""Data that ships with Dragoman; read it with ``importlib.resources.files("dragoman_resources")``."""
