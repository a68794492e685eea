"""The webhook: an HTTP endpoint of somebody else's."""
