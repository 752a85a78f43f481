"""Rules of allocation that weigh enterprises: by base, capacity, contribution, tier, class or permanent share."""
