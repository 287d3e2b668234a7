"""Many computers as one report: Markdown, HTML, CSV."""
