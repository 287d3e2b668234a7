"""Reading and replacing files whole."""
