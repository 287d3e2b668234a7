"""The scripts and readings inside the VM."""
