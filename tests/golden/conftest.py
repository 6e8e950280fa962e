"""The golden runs are described beside these tests; the script that records them uses the same description."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
