"""What people said about likenesses and absences, and what follows for each row."""
