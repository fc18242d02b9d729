"""The national register of divisions: `file` reads it, `table` compares it, `register` takes it in."""
