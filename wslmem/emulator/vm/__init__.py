"""The virtual machine: one supervisor process, one memory cgroup, one mount namespace, and a swap file."""
