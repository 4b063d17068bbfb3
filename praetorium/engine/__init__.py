"""The only door to Prefect: the embedded server, the worker, the services that keep both up, and the API client."""
