"""Wslmem's own files: backups, lock, preferences, sandbox."""
