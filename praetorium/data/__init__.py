"""Data: reading files of rows, finding out what they hold, and the figures of a report.

``source`` looks at a file, ``staging`` unpacks what DuckDB cannot read by itself, ``duck`` is the first engine,
``tail`` takes off what stands below a table, ``columns`` finds types, ``retelling`` tells rows as those that are to be
counted, ``roles`` decides what the columns mean, ``figures`` and ``oddities`` ask the questions, ``second`` answers the
same questions anew with another engine from the raw file.
"""
