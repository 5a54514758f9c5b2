"""Real servers for tests, fault drills and load tests: Apache Kafka, Valkey, redis-server. Each on free ports."""
