"""What several tests stand on: values, fakes and worlds."""
