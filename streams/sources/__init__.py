"""Connectors, each turning one system's messages into events (`streams.sources.port`)."""
