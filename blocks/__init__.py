"""Blocks: what a Prefect user configures, and what holds secrets. One file each."""
