"""The whole product: its parts as processes of their own, real Kafka, real Redis, a real browser."""
