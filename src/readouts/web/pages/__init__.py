"""Page data: what each page shows, as frozen records made from the database alone; tested without HTTP."""
