"""Adding reports with many machines: Dask hands out batches, each worker reads, checks, stores."""
