"""wslmem right-sizes the memory of WSL2 for heavy builds, and proves it."""

__version__ = "0.1.0"
