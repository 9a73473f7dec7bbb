"""Event records for the codebooks of political science. Lossy: most of a readout has no place in them."""
