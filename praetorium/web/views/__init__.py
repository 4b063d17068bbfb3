"""What the page shows, as plain values: templates only lay them out."""
