"""Loaders of the trained models that finders use."""
