"""A WSL that stands in on Linux: a program reached by its path, that imports nothing of the rest of wslmem."""
