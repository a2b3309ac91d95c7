"""How common words are in the drafting of the United Nations: what two texts share in common words alone, they share with all."""

from __future__ import annotations

import re
from typing import Final

_SUFFIX: Final = re.compile(r"(?:ies|es|s|ing|ed|ly|'s)\Z")
RAREST: Final = 9
"""Step of a word that stands in fewer than one of 90 paragraphs."""
_STEMS: Final[dict[int, str]] = {
    3: ("development general international nation stat unit"),
    4: (
        "assemb continu countr develop effort encourag ensur human implementation member need not organization recall recogniz relevant "
        "report resolution right secretar support sustainabl"
    ),
    5: (
        "19 acces action agenda appropriat call committ concern conferenc convention cooperation december economic effectiv global health "
        "importanc information law level measur national part particular peopl person polic programm promot provid reaffirm regard regional "
        "relat request securit session social strengthen system tak welcom women work world"
    ),
    6: (
        "2019 2020 2021 2022 2030 accordanc account achiev activit addres adopt against among assistanc bas build capacit challeng chang "
        "commission commitment communit consider contribut contribution council covid decid decision declaration enhanc entitl express "
        "financ financial form framework full fund gender goal government group held high humanitarian impact implement improv increas "
        "invit mandat meet new note offic order pandemic political practic prevent progres protection resourc respect review risk role "
        "servic sevent situation societ special stakeholder stress technolog urg use"
    ),
    7: (
        "20 2015 2016 2017 2018 2023 30 achievement acknowledg address adoption affect agenc agreement aim alia any appreciation approach "
        "area assessment basi children civil climat combat comprehensiv conflict consideration contain context conven coordination crim "
        "cultural data digital disabilit disarmament disaster discrimination dollar dur education emphasiz enabl end entit environment "
        "environmental especial establish exist facilitat follow food forc forum futur girl important includ inclusiv initiativ institution "
        "integrat inter intergovernmental issu item july june justic least legal local made make management mechanism more necessar nuclear "
        "obligation one opportunit out outcom paragraph participation partnership peac plan povert present prevention principl priorit "
        "privat proces promotion protect provision public qualit recommendation recover reduc reiterat respectiv respons safe secretariat "
        "sector september shar small so strateg take target technical term toward trad traffick treat universal up view violenc voluntar "
        "vulnerabl weapon year"
    ),
    8: (
        "10 11 12 13 14 15 16 17 18 2011 2013 2014 2024 21 22 23 24 25 27 31 69 70 71 72 73 74 75 76 about abus accelerat adequat advanc "
        "advisor affordabl africa african agr agricultur amount annual april arm arrangement articl assist authorit availabl awarenes "
        "balanc benefit best bod budget care caus centr central charter child clos collaboration communication condition conduct consistent "
        "consultation control coordinat cost counter creat criminal decad deep deliver dialogu discussion diseas document domestic drug ear "
        "econom effect eighth eliminat emergenc empowerment energ engag equal equalit equitabl essential establishment expert field first "
        "foster freedom ful fundamental good his illicit incom indigenou individual infrastructur innovation instrument investment island "
        "joint knowledg learn life line liv long mak manner many march marin matter mean meeting migrant mission monitor most multilateral "
        "mutual natural negativ ninth no nongovernmental november number objectiv ocean october official ongo open operation organiz "
        "participat peaceful period platform play population possibl potential president process production project provisional purpos "
        "question rais reduction refug region regular remain representativ republic requir research resilienc respond responsibilit result "
        "safet scal scienc scientific sea second set seventh sexual significant sixth specific staff standard statu strong submit summit "
        "taken territor terrorism third threat tim train treatment underlin understand updat urgent valu victim violation was without youth"
    ),
    9: (
        "2010 2012 26 28 29 64 65 66 67 68 77 abov accountabilit acros activ actor additional advers age applicabl application approv arms "
        "aspect associat attention bear better biodiversit commissioner common coronaviru corruption critical cultur day design dimension "
        "diversit due each ecosystem educational elimination employment enjoyment eradication exchang experienc fac facilit fifth fisher "
        "forward fourth free function governanc growth hav help hold host identif inclusion independent inequalit inform integration "
        "interest involv labour land languag lead legislation limit look loss maintain major market meaningful mind natur nutrition over "
        "partner personnel plac plann power procedur protocol reach relation resilient return rul rural seriou skill solution sourc spac "
        "specializ step strategic subject subregional sustain thereon thr time tool transfer transparenc twent two union vulnerabilit water "
        "worker"
    ),
}
"""Stems by steps of half a natural logarithm of how many paragraphs there are for each that has the word. Counted over 1,414 resolutions of
2020 to 2024 by ``benchmarks/alignment/word_frequencies.py``, which prints this table; equal paragraphs count once."""
_STEPS: Final = {stem: step for step, stems in _STEMS.items() for stem in stems.split()}


def stem_of(key: str) -> str:
    """Return a word without the endings of number, tense and adverb.

    >>> [stem_of(word) for word in ("strategies", "strategy", "enabling", "enabled", "forum")]
    ['strateg', 'strateg', 'enabl', 'enabl', 'forum']
    """
    if len(key) <= 4:
        return key
    stem = _SUFFIX.sub("", key)
    return stem.rstrip("e") if len(stem) <= 4 else stem.rstrip("ey")


def rarity(stem: str) -> float:
    """Return how rare a stem is: the natural logarithm of the number of paragraphs for each that has it, at most 4.5.

    >>> rarity("nation") < rarity("summit") < rarity("multilingualism")
    True
    """
    return _STEPS.get(stem, RAREST) / 2
