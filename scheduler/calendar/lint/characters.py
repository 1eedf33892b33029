"""Which characters break lines in somebody's parser, or show nothing?"""

from __future__ import annotations

import re
from typing import Final

# C0, DEL, C1, and Unicode's own line and paragraph separators; the tab alone may stand.
CONTROL: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
