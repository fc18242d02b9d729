"""How staff sign in, as the office and the security post look after it."""
