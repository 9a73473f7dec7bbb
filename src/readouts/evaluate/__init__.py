"""How good the engine is on gold data: one file a task, `gold.py` for what all share, `tasks.py` for the way through.

Gold is JSONL, one document or pair a line; docs/quality.md has the figures, docs/reviewing.md the forms.
"""
