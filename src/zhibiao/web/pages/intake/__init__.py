"""Intake: who has filed, files handed in, answers, questions."""
