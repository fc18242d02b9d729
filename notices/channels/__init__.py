"""The ways on which something leaves the house; each is a small class with `send`."""
