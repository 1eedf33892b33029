"""Which texts are there in which language? The catalogues, and the tool that keeps them whole."""
