"""What the emulated WSL reads in `.wslconfig`: an implementation of its own, so that nothing vouches for itself."""
