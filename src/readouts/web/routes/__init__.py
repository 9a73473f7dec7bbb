"""HTTP: addresses and their parameters, one file for each group of pages."""
