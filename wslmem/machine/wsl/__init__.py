"""Wsl.exe, and what it says."""
