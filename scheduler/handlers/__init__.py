"""What follows from a fact: each handler writes rows and nothing else.

A handler may run late, twice or out of order: it takes its content from the present, from the fact
only what is gone, and every letter has a unique key.
"""
