"""The sentences of a brief as rules that checks can enforce."""
