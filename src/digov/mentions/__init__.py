"""Mentions: recognizers that find spans in the text of segments and give them normalised values."""
