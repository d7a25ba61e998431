#!/usr/bin/env python3
"""Reads entries that were taken out for other programs by the libraries of those who define their forms: prov and cloudevents.

    python3 tables.py PROV CLOUDEVENTS

Prints how much each of them found; exit code 0 where both read their file whole.
"""

import sys

from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from prov.model import ProvActivity, ProvAssociation, ProvCommunication, ProvDocument


def main(provenance, events):
    document = ProvDocument.deserialize(provenance, format="json")
    count = lambda kind: len(list(document.get_records(kind)))
    # Written again and read again it is the same document.
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document
    print(f"prov: {count(ProvActivity)} activities, {count(ProvAssociation)} acts of somebody, {count(ProvCommunication)} after another")
    with open(events, "rb") as lines:
        read = [JSONFormat().read(CloudEvent, line) for line in lines]
    assert all(event.get_time() and event.get_data()["leaf"] == event.get_id() for event in read)
    print(f"cloudevents: {len(read)} events of {len({event.get_type() for event in read})} types")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
