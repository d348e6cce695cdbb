"""Benchmarks of the campaign engine; docs/benchmarks.md says how to run and read them."""
