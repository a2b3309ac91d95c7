"""What is said of the dataset wherever it is described: under which licence it stands, and what it is about."""

from typing import Final

LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"
KEYWORDS: Final = (
    "digital governance",
    "Global Digital Compact",
    "Sustainable Development Goals",
    "United Nations",
    "World Summit on the Information Society",
)
