"""The only place where effects get an order. Generators of typed events, so that every face drives the same loop."""
