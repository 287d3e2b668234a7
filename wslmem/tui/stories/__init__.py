"""What long work has told so far, as frozen values that screens are drawn from."""
