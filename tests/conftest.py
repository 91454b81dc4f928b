"""What all tests share."""

from hypothesis import HealthCheck, settings

# No deadline: machines are shared and a slow one is not a wrong one. Derandomised: the same commit gives the same verdict.
settings.register_profile("twicetold", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("twicetold")
