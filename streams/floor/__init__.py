"""What it means: contact, agent, queue, window, histogram, floor. Pure: no clock, no logging, no input or output."""
