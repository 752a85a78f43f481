"""Checks of one return (审核): one function each; figures in, findings out, nothing changed."""
