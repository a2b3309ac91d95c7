"""The values that pass between the stages; no input, no output, no RDF."""
