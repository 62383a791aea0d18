"""Qt kit: knows nothing of duty."""
