"""Whole journeys: real processes, a real LiveKit, real browsers. Nothing of ours is replaced."""
