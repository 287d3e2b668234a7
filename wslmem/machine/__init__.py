"""The only room that knows there is an operating system: one small door for each outside thing."""
