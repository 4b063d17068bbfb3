"""Sound: text read aloud, sound files written and read back."""
