"""Delivers what alerts have to say: to each channel by itself, at least once, under an id that stays."""
