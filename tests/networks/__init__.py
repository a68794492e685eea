"""Publishing to the networks' real servers, which `make networks` installs and starts."""
