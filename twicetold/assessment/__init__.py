"""Numbers an analyst would defend: independent sources and the balance of commitments, with their uncertainty."""

from twicetold.assessment.balance import Balance, Statement, balance
from twicetold.assessment.sources import independent_sources

__all__ = ["Balance", "Statement", "balance", "independent_sources"]
