"""`python -m wslmem` is the same as `wslmem`."""

import sys

from wslmem.cli import main

if __name__ == "__main__":
    sys.exit(main())
