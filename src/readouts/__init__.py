"""Reads what governments say about the same conversation and shows where their accounts part."""

__version__ = "0.1.0"
