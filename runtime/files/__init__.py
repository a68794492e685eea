"""Files as operators write them."""
