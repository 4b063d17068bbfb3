"""What a person sees: models of the vocabulary as text for a terminal, whatever its width."""
