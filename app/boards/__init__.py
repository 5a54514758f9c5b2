"""Board definitions, tile evaluation, live frames."""
