"""Lines -> signs: each recogniser gives typed facts with the line that carries them."""
