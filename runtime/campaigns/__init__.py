"""What an operator asks of campaigns and tells them."""
