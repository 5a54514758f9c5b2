"""Load, benchmarks and conversions of real data. Every figure in a document comes from a command in here."""
