"""The language of .wslconfig: what WSL reads in it, knows, and ignores; how to edit it. No effects."""
