"""Mechanisms that know nothing of streets and residents; every other app may stand on them."""
