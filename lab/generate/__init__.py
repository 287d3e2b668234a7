"""What is made by a program: files of the repository that nobody edits by hand."""
