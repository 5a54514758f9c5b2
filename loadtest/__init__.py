"""Simulated floors, recorded centres, load and fault drills."""
