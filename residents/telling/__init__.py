"""How residents are told: what the register answers before anything leaves, and what they chose."""
