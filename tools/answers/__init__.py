"""What the product answers, asked and written down; run by tools/same_answers.py in a checkout."""
