"""What a roster would change in the register."""
