"""The office's handbook: docs/handbook as pages, and where each page of the office leads into it."""
