"""Programs, threads, the clock, the side this process runs on."""
