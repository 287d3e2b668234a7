"""Real tools, really killed in a memory cgroup: what each prints, and its exit code."""
