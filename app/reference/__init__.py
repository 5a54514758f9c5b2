"""The reference pages under docs/ that follow from the code: made by `make docs`, compared by the tests."""
