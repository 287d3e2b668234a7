"""Pieces that are drawn from one value each and know no workflow."""
