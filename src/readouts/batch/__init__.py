"""Many documents: out of files wherever they lie, through workers, into a folder of Parquet parts."""
