"""One command of a person, started as a shell would, in a group of its own, and watched. Linux alone."""
