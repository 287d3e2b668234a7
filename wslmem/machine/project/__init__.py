"""What a Go build compiles."""
