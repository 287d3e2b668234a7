"""A log as it comes -> lines as programs printed them: prefixes stripped, wrappings undone, in bounded memory."""
