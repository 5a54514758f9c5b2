"""What people touch: the command, the web side and the boards."""
