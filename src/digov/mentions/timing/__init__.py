"""Deadlines: dates, sessions, durations and recurrences."""
