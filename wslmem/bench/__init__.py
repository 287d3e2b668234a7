"""Plan, run, sample, statistics, comparison of builds. No effects."""
