"""A WSL that stands in on Linux: a program of its own, reached by its path, that imports nothing of the rest of wslmem."""
