"""RADAR_SCAN: what is being talked about."""
