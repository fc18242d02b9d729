"""Signing in: how fast passwords are guessed, and how long the second factor may be put off."""

from datetime import timedelta

import environ

env = environ.Env()

# Wrong passwords of any name, from all new browsers of a network together, or from one known one.
GUESSES = {
    "guess-minute": env.int("ZERENTIAN_GUESSES_A_MINUTE", default=10),
    "guess-quarter": env.int("ZERENTIAN_GUESSES_A_QUARTER", default=30),
}
# From the first sign-in that asks for it; then nothing opens before it is set up.
FACTOR_PERIOD = timedelta(days=env.int("ZERENTIAN_FACTOR_DAYS", default=14))
