"""Revisions, numbered from 0001."""
