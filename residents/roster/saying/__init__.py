"""What the pages say about a roster: results, questions, the faulty lines."""
