"""From event to figure. Knows nothing of HTTP or boards."""
