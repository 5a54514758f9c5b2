"""Port: state and figures. Redis and memory behind one interface (`streams.ledger.port`)."""
