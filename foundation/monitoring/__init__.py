"""What whoever watches over a house is told: signs for /healthz, gauges for /metrics; never a count."""
