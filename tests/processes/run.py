#!/usr/bin/env python3
"""The processes of the host and the client: all exist, none is left behind, and a dead one is replaced."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from consoles import Consoles  # noqa: F401
from harness import side_by_side
from hosts import HostProcesses  # noqa: F401
from client_pipes import Pipes  # noqa: F401
from terminals import Terminals  # noqa: F401

if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__))
