"""The corpus: documents, what was read in them, and the questions it answers. SQLite in one file, or PostgreSQL by URL.

`database` opens it, `schema` has the tables, `views` what people read with their own tools; `adding` writes one
document a transaction, `questions` ask, `checks` look whether all still holds.
"""
