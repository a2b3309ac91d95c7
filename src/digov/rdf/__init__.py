"""RDF terms, the lexicons and the ontology: what knows how things are called in the graph."""
