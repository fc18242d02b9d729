"""Gateways of this machine that answer as the documents of the real ones say they do."""
