"""What happens, on the screen as it happens: one tail of the catalogue for all who watch, one socket for each."""
