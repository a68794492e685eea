"""CONTENT_PROD: copy and creatives."""
