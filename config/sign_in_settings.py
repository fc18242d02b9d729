"""Signing in: how fast passwords are guessed, and how long the second factor may be put off."""

from datetime import timedelta

from config.environment.house import value

# Wrong passwords of any name, from all new browsers of a network together, or from one known one.
GUESSES = {
    "guess-minute": value("ZERENTIAN_GUESSES_A_MINUTE"),
    "guess-quarter": value("ZERENTIAN_GUESSES_A_QUARTER"),
}
# Sign-in codes: to one number in a day, from browsers it does not know; from one network in an hour,
# which may be a whole town behind one carrier.
CODES = {
    "code-number": value("ZERENTIAN_CODES_A_DAY"),
    "code-network": value("ZERENTIAN_CODES_AN_HOUR"),
}
# From the first sign-in that asks for it; then nothing opens before it is set up.
FACTOR_PERIOD = timedelta(days=value("ZERENTIAN_FACTOR_DAYS"))
