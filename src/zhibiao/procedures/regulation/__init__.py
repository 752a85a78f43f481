"""The month's regulation: inputs, draft, plan files and what else a plan is asked."""
