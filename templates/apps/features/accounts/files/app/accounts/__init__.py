"""People with an account: who is asking, signing in and out, the profile."""
