"""The status page and the HTTP API: reads the catalogue, acts through the engine; knows nothing of Prefect."""
