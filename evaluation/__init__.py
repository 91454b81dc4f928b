"""Accuracy, measured by commands anyone can run; floors that only rise."""
