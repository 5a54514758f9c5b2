"""Input of every kind that nobody should send: taken, or refused with a documented error; anything else is a bug.

`make test` tries a few hundred of each kind, `make fuzz` goes on for as long as it is told. What it finds is
mended, and the input that showed it is kept as an example beside the property, or as a file in `found/<target>/`.
"""
