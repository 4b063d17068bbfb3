"""Websites without data: from a brief to static files. Pure functions; the same brief gives the same bytes.

``business`` knows the kinds of business there are, ``content`` decides what the site is called and which pages it has,
``build`` renders the files, ``links`` reads them back.
"""
