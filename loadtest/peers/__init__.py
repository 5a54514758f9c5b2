"""The same job in other stream processors, each a program of its own (`make bench-peers`)."""
