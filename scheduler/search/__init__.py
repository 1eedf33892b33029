"""Search: what was written (sources), how it is kept (index), what is asked (words, ask).

The databases differ in sqlite.py and postgresql.py alone.
"""
