"""The HTTP API, ``/api/v1``: all that the page does, for programs. Errors are problem details (RFC 9457)."""
