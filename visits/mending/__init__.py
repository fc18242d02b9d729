"""Whoever errs can mend it: undo, 改一下, one own day, and people said to have moved away."""
