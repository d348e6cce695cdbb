"""What the API answers and accepts: camelCase, no nulls, times as `iso_ms` strings."""
