"""When a figure or a deadline needs a person. Pure: events, a floor and moments in; alerts and notifications out."""
