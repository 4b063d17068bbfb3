"""Documents: text with structure, read from Markdown and written as Word, slides, PDF and pages. No module here starts
a process or knows the request: executors give them files in a folder of their own, in a confined child process."""
