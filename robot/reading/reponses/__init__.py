"""What a réservataire answers to an offer: the words of yes and no, and all that leaves a doubt."""
