"""One command of a person, run and watched: arranged, judged, remembered; here or inside the distribution."""
