"""Pages, API, sign-in, the command line and serving: the only part that knows Flask.

`web.application.create_app` ties it together; commands that need no pages never import it.
"""
