"""DOCUMENTS INTO FACTS: program web pages, the user's own tables, season logs."""
