"""What a worker shows of itself to those who watch many: metrics for Prometheus."""
