"""What several tests stand on: builders, fakes and worlds."""
