"""Linked data: every IRI of a release answers, as a page or in any syntax of RDF; symbols and outside IRIs lead to ours."""
