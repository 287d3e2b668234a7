"""A real virtual machine with systemd, made of Debian packages, and what `wslmem run` and `explain` come to in it."""
