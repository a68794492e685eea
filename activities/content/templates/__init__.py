"""Copy from sentences and pictures from Pillow: the content provider that needs no account."""
