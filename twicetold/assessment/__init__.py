"""numbers an analyst would defend: independent sources, balance, with their uncertainty."""
