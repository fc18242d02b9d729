"""What the file says: cleaned rows and faults, without a look at the register."""
