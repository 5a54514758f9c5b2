"""The worker with its log, ledger, channels and readers, on an event loop whose time is virtual: one seed is one life
of a small floor and one run of bad luck."""
