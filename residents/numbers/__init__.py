"""A way to sign in is no register field: numbers are written by one, confirmed by another."""
