"""Contribution: indicators and the bounded, weighted score made of them."""
