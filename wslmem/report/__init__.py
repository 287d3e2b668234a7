"""A benchmark as text: JSON, Markdown, HTML, CSV, Go benchmark text, hyperfine JSON. Never writes a file."""
