"""Port: the event log. Kafka, Redis Streams and memory behind one interface (`streams.log.port`)."""
