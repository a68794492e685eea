"""How strangers' files are read: characters, dates, numbers, tables and marked-up text.

Rule 1: what is read follows from the bytes alone; neither the clock nor the machine completes it.
Rule 2: what had to be guessed is said, and what cannot be told is left out and said.
"""
