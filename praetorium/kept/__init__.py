"""Working with what is kept: versions compared, where they come from and what came of them, checked, let go."""
