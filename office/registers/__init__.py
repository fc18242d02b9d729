"""The registers of places and of who answers for them."""
