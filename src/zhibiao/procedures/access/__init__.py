"""The acts at the desk's door: who may sign in, how, and for how long; one file an act."""
