"""Coverage-guided fuzzing of everything a client's bytes pass through: `make fuzz`."""
