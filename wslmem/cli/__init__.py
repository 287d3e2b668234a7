def main() -> int:
    """Run wslmem."""
    return 0
