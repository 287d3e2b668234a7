"""What the text of Go tells, without an operating system."""
