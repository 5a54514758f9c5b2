"""Screens on walls: how one is paired, what it is called, what it was told and what it last said. Pure."""
