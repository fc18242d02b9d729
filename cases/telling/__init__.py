"""How cases are told of outside the house."""
