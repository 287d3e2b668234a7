"""What can be wrong in a `.wslconfig`, by theme. Each theme names its `RULES` and looks for them with `look`."""
