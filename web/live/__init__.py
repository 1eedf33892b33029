"""How do open pages hear of what happens in a run?

`watcher` looks at the runs that somebody listens to, one thread for all; `hub` admits as many
streams as there are threads for; `events` writes Server-Sent Events; `fragments` keeps what was
rendered, so that three hundred pages of one group share it. An open stream holds a thread, never a
connection or a transaction. A view that wants a stream says:

    return live.stream(run_id, "leaders", after=…)                 # "changed", without words
    return live.stream(run_id, "players", after=…, render=render)  # "changed", with a fragment
"""

from web.live.events import lines_of, stream
from web.live.hub import Live, hub
from web.live.watcher import Glimpse, Watcher

__all__ = ["Glimpse", "Live", "Watcher", "hub", "lines_of", "stream"]
