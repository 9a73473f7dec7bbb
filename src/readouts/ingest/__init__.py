"""Files, folders, addresses and standard input to documents. Start at `documents.loaded`."""
