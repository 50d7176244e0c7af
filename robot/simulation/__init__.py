"""A seeded world around `cycle()`: a run IS a seed. Simulated time, faults at every port, a judge from outside.

`plan.py` draws a story, `monde.py` plays it on the real robot, `juge/` judges
it without any of the robot's rules, `reduction.py` makes a failing story
short, `recit.py` tells it.
"""
