"""Speed, memory and accuracy measured against named peers; run a module with -m."""
