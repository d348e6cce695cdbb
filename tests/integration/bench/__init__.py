"""The benchmarks run: they are measured elsewhere."""
