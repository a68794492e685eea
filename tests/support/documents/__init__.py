"""Tables that are written into documents, and pages as a reader meets them."""
