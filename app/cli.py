"""The `tavle` command."""
