"""柜台: whoever comes with their ID card is seen by two, and gets their way in."""
