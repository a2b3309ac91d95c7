"""The dataset in the words of schema.org, which search engines for data read from pages."""

from __future__ import annotations

from typing import Any

from digov.model.release import Manifest
from digov.rdf.about import KEYWORDS, LICENSE
from digov.rdf.base import BASE_IRI
from digov.release.forms import DESCRIPTION, form_of


def dataset_facts(manifest: Manifest, base: str) -> dict[str, Any]:
    """Return the dataset as a JSON-LD object of schema.org, for a page's ``application/ld+json``.

    ``base`` is the address under which the public reaches the dumps, ending in a slash.
    """
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": BASE_IRI + "dataset",
        "name": "Digital-governance instruments as a knowledge graph",
        "description": (
            "Who is asked to do what in digital governance, by when, for which Sustainable Development Goal: instruments of the "
            "United Nations as a knowledge graph, with the words of the text behind every link."
        ),
        "url": base,
        "sameAs": BASE_IRI + "dataset",
        "license": LICENSE,
        "isAccessibleForFree": True,
        "keywords": list(KEYWORDS),
        "version": manifest.id,
        "creator": {"@type": "Organization", "name": "The digov contributors", "url": BASE_IRI},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": dump.path.rpartition("/")[2],
                "contentUrl": base + dump.path,
                "encodingFormat": form_of(dump.path).media_type,
                "contentSize": str(dump.bytes),
                "sha256": dump.sha256,
            }
            for dump in manifest.dumps
            if dump.path != DESCRIPTION
        ],
    }
