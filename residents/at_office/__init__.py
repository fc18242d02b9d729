"""What the office asks of residents: its steps to the opening, what waits, buildings and their doors."""
