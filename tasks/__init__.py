"""What each stage is to Prefect: its name, retries, cache key and tags around the core function."""
