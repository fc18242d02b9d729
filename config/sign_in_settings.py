"""Signing in: how fast passwords are guessed, and how long the second factor may be put off."""

from datetime import timedelta

from config.environment.house import value

# Wrong passwords of any name, from all new browsers of a network together, or from one known one.
GUESSES = {
    "guess-minute": value("ZERENTIAN_GUESSES_A_MINUTE"),
    "guess-quarter": value("ZERENTIAN_GUESSES_A_QUARTER"),
}
# From the first sign-in that asks for it; then nothing opens before it is set up.
FACTOR_PERIOD = timedelta(days=value("ZERENTIAN_FACTOR_DAYS"))
