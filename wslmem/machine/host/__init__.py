"""Where everything is on the host, and its memory."""
