"""Who may do what: roles, passwords, secrets, and who it is that calls."""
