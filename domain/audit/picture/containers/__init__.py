"""The files that pictures come in, taken apart before anything decodes them."""
