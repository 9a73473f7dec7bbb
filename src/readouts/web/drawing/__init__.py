"""Pictures as SVG, drawn on the server from page data."""
