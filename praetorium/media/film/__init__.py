"""Moving pictures: pictures with captions as a film."""
