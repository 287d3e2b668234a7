"""The language of .wslconfig: what WSL reads in it, what WSL knows, what is wrong with it, how to edit it. No effects."""
