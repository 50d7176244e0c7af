"""What a household answers to the dwelling it is offered."""
