"""Acts: operative verbs, who acts, who is asked."""
