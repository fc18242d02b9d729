"""Mechanisms that know nothing of streets and residents."""
