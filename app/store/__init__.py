"""What people made and changed: boards, screens, settings, accounts, and who changed what. SQLite or PostgreSQL."""
