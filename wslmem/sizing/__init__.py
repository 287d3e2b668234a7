"""Host + project + settings -> estimate and recommendation; every number comes with its reason. No effects."""
