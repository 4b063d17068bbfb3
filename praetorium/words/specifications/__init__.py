"""An application specified by a file (a SQL schema, an OpenAPI description, a table of rows) instead of sentences."""
