"""The web app: pages over the same plans, on this machine; it stores nothing of anybody."""
