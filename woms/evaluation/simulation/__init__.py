"""Try out a policy: other parameters, or another framework, on scores of the past; nothing real is written."""
