"""What is said to many: on the page of each resident, on paper in the stairwell, by message."""
