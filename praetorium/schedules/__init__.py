"""Requests that happen again: when, from which files, and what is carried out each time.

Prefect keeps the times, where people see and change them; the catalogue keeps what is repeated. A request is put on its
schedule when its first run was delivered: only a plan that was proven is repeated unattended.
"""
