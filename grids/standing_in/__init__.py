"""代班: who is away, who has their work meanwhile, and who is told of days nobody covers."""
