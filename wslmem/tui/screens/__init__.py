"""Screens. Each knows one workflow, draws it from a value that the app holds, and asks the app to start work."""
