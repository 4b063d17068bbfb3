"""Media: pictures, diagrams, sound and moving pictures; and the confined child process that they and documents are
made and read in."""
