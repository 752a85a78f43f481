"""Forecast: where a year ends, with an interval earned on earlier years and the members behind it."""
