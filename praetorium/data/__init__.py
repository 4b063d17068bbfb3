"""Data: reading files of rows, finding out what they hold, and the figures of a report.

``source`` looks at a file, ``staging`` unpacks what DuckDB cannot read by itself, ``duck`` is the first engine,
``columns`` finds types, ``roles`` decides what the columns mean, ``figures`` and ``oddities`` ask the questions,
``second`` answers the same questions anew with another engine from the raw file.
"""
