"""Values to lines: what each part of a screen says, in the reader's language. No widget is touched here."""
