"""Changing what was made earlier: the understanding it was made from, and new words, give the next version."""
