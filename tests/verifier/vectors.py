#!/usr/bin/env python3
"""Runs the published test vectors over verify.py: `python3 vectors.py FOLDER`. Says nothing where all hold."""

import json
import sys
from pathlib import Path

import verify


def refused(read, data):
    try:
        read(data)
    except (ValueError, LookupError, verify.Stop):
        return True
    return False


def merkle(vectors):
    leaves = [bytes.fromhex(leaf) for leaf in vectors["leaves"]]
    hashes = [verify.sha256(b"\0" + leaf) for leaf in leaves]
    assert [node.hex() for node in hashes] == vectors["nodes"][0]
    for proof in vectors["inclusion"]:
        index, size, way = proof["index"], proof["size"], [bytes.fromhex(node) for node in proof["proof"]]
        root = bytes.fromhex(vectors["roots"][size])
        assert verify.included(index, size, hashes[index], way, root), proof
        assert not verify.included(index, size, hashes[index], way + [root], root), proof
        for at in range(len(way)):
            assert not verify.included(index, size, hashes[index], way[:at] + way[at + 1:], root), proof


def notes(vectors):
    for signed in vectors["signed"]:
        assert verify.Note(signed["note"].encode()).signed_at(verify.Key(signed["key"])) == 0, signed["source"]
    for key in vectors["keys"]:
        verify.Key(key)
    assert all(refused(verify.Key, key) for key in vectors["bad_keys"])
    assert all(refused(verify.Note, note.encode()) for note in vectors["malformed"])
    forged = vectors["forged"][0]
    assert refused(verify.Note(forged["note"].encode()).signed_at, verify.Key(forged["key"]))
    published = vectors["checkpoint"]
    note = verify.Note(published["note"].encode())
    origin, size, root = verify.parse_checkpoint(note.text)
    assert (origin, size) == (published["origin"], published["size"])
    assert int.from_bytes(note.lines[1][1][4:12]) == published["witnessed_at"]


def canonical(vectors):
    for good in vectors["canonical"]:
        verify.from_canonical(good["text"].encode())
    bad = [one["text"] for one in vectors["not_canonical"]] + vectors["numbers_that_leaves_do_not_hold"]
    for text in bad:
        assert refused(verify.from_canonical, text.encode()), text


folder = Path(sys.argv[1])
for check in (merkle, notes, canonical):
    check(json.loads((folder / f"{check.__name__}.json").read_text(encoding="utf-8")))
