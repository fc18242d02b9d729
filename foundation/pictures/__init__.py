"""Photos somebody sent: only pixels we encoded ourselves are kept."""
