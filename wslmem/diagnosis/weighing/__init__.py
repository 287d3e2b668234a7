"""Signs -> the verdict: who was killed, whose limit it was, who sent the signal, what to do."""
