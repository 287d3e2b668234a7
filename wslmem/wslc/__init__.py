"""The settings of wslc, WSL's own containers, which run in a VM beside that of the distributions."""
