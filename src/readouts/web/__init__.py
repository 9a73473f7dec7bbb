"""The page: `readouts serve` opens the database in a browser. README.md beside this file is its map."""
