"""What follows from the contracts alone and more than one layer needs: no I/O, no Temporal."""
