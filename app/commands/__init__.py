"""What each subcommand of `tavle` does."""
