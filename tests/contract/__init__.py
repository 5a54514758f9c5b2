"""Promises that every adapter of a port keeps: one suite for logs, one for ledgers, on real servers."""
