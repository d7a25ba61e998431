#!/usr/bin/env python3
"""Holds an unpacked export against programs that other people wrote: bagit, rfc8785, jcs, pymerkle and proofbundle.

    python3 others.py FOLDER KEY

Prints what each of them says; exit code 0 where all agree that the export is what its signature says, 1 where one does not.
"""

import base64
import json
import logging
import sys
from pathlib import Path

import bagit
import jcs
import proofbundle
import proofbundle.checkpoint
import pymerkle
import rfc8785


def main(folder, key):
    data, answers = Path(folder) / "data", {}
    logging.disable(logging.CRITICAL)
    answers["bagit: the container"] = bagit.Bag(folder).is_valid()

    note = (data / "checkpoint").read_text()
    signed = proofbundle.checkpoint.verify_checkpoint(note, key)
    answers["proofbundle: the checkpoint"] = signed["ok"]

    leaves = (data / "leaves.jsonl").read_bytes().splitlines()
    values = [json.loads(leaf) for leaf in leaves]
    answers["rfc8785: canonical bytes"] = all(rfc8785.dumps(value) == leaf for value, leaf in zip(values, leaves))
    answers["jcs: canonical bytes"] = all(jcs.canonicalize(value) == leaf for value, leaf in zip(values, leaves))

    proofs = sorted(data.glob("proofs/*.tlog-proof"), key=lambda path: int(path.stem))
    if proofs:
        checked = [proofbundle.verify_tlog_proof(path.read_text(), leaf, key) for path, leaf in zip(proofs, leaves)]
        answers["proofbundle: a proof for each leaf"] = len(proofs) == len(leaves) and all(one["ok"] for one in checked)
    else:
        tree = pymerkle.InmemoryTree(algorithm="sha256")
        for leaf in leaves:
            tree.append_entry(leaf)
        root = base64.b64decode(note.splitlines()[2])
        answers["pymerkle: the root"] = tree.get_root() == root and int(note.splitlines()[1]) == len(leaves)

    for who, agrees in answers.items():
        print(f"{'agrees' if agrees else 'DISAGREES'}  {who}")
    return 0 if all(answers.values()) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
