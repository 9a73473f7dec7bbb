"""Files, addresses, feeds, archives and standard input to documents. Start at `documents.loaded` or `watch.watch`."""
