"""The laboratory: what is measured, what is made from it, and the programs that do both; it is not installed."""
