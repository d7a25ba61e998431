"""What verify.py rests on: hashes and the tree, canonical JSON, keys and signed notes, policies, keys that were replaced.

Sources: RFC 8785 (canonical JSON), 9162 section 2.1 (tree), C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy.
"""

import base64, hashlib, json, re

LARGEST_INTEGER = 2**53 - 1

class Stop(Exception):
    """No answer: wrong use of this program (2), or an export that cannot be read at all (3)."""
def need(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)
def sha256(data):
    return hashlib.sha256(data).digest()
class Tree:
    """Grows leaf by leaf (RFC 9162 section 2.1); keeps the roots of its complete subtrees, the largest first."""
    def __init__(self, nodes=()):
        self.size, self.edge = 0, []
        for node in nodes:
            self.append(node)
    def append(self, node):
        at, self.size = self.size, self.size + 1
        while at & 1:
            node, at = sha256(b"\1" + self.edge.pop() + node), at >> 1
        self.edge.append(node)
    def root(self):
        node = self.edge[-1] if self.edge else sha256(b"")
        for left in reversed(self.edge[:-1]):
            node = sha256(b"\1" + left + node)
        return node
def included(index, size, node, proof, root):
    """Whether a leaf is at `index` of the tree with this root: beside it up to the right edge, then left of that."""
    inner = (index ^ (size - 1)).bit_length() if index < size else len(proof) + 1
    for level, beside in enumerate(proof):
        left = level >= inner or index >> level & 1
        node = sha256(b"\1" + (beside + node if left else node + beside))
    return len(proof) == inner + bin(index >> inner).count("1") and node == root
# ---- Canonical JSON (RFC 8785), as far as leaves use it: no fractions, integers up to 2^53 - 1
def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
def integer(digits):
    need(digits.lstrip("-").isdigit() and abs(int(digits[:20])) <= LARGEST_INTEGER, "a number is none up to 2^53 - 1")
    return int(digits)
def from_canonical(data):
    """The value, if these are its canonical bytes; of two equal names one is lost here, and the bytes differ."""
    try:
        value = json.loads(data.decode(), parse_int=integer, parse_float=integer, parse_constant=integer)
        need(canonical(value).encode() == data, "these are not its canonical bytes")
        return value
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
# ---- Keys and signed notes (C2SP signed-note, tlog-cosignature)
# Heights of the points of small order, under which one signature fits many texts (RFC 8032 section 5.1).
PRIME = 2**255 - 19
EIGHTH = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
SMALL = {0, 1, PRIME - 1, EIGHTH, PRIME - EIGHTH}
class Key:
    """A public key of a log (type 1 or 6) or of a witness (4 or 6)."""
    def __init__(self, text, wrong=lambda why: Stop(2, why)):
        try:
            self.name, self.id, body = text.strip().split("+", 2)
            typed = base64.b64decode(body, validate=True)
            self.type, self.key = typed[0], typed[1:]
            need(re.fullmatch(r"\S+", self.name) and len(self.key) == {1: 32, 4: 32, 6: 1312}[self.type], "its shape")
            need(sha256(self.name.encode() + b"\n" + typed).hex()[:8] == self.id, "its hash")
            height = int.from_bytes(self.key, "little") % 2**255
            need(self.type == 6 or (height < PRIME and height not in SMALL), "anybody could sign with it")
        except (ValueError, LookupError) as error:
            raise wrong(f"`{text.strip()[:80]}` is not a public key that is known here ({error})") from error
    def signed_at(self, text, signature):
        """The time that a good signature names, 0 where its type has none; None for one that is not good."""
        time, message = 0, text.encode()
        if self.type != 1:
            time, signature = int.from_bytes(signature[:8]), signature[8:]
            message = f"cosignature/v1\ntime {time}\n{text}".encode()
        if self.type == 6:
            try:
                origin, size, root = parse_checkpoint(text)
            except ValueError:
                return None
            mine, log = (bytes([len(name)]) + name for name in (self.name.encode(), origin.encode()))
            message = b"subtree/v1\n\0" + mine + time.to_bytes(8) + log + bytes(8) + size.to_bytes(8) + root
        return time if time < 2**63 and self.has_signed(message, signature) else None
    def has_signed(self, message, signature):
        from cryptography.exceptions import InvalidSignature
        try:
            if self.type == 6:
                from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey as Public
            else:
                from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as Public
            Public.from_public_bytes(self.key).verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False
        except ImportError as error:
            raise Stop(3, "this `cryptography` does not know ML-DSA-44: take 48 or newer") from error
class Note:
    """A text and the lines under it: nothing is believed before `signed_at`."""
    def __init__(self, data):
        text, separator, lines = data.decode().rpartition("\n\n")
        self.text = text + "\n"
        need(separator and lines.endswith("\n") and not re.search("[\0-\t\v-\x1f\x7f]", self.text), "this is no signed note")
        found = [re.fullmatch(r"— ([^\s+]+) (\S+)", line) for line in lines[:-1].split("\n")]
        need(all(found), "a line under the note is no signature")
        self.lines = [(one[1], base64.b64decode(one[2], validate=True)) for one in found]
    def signed_at(self, key):
        """When a key has signed, None where it has not; a wrong line in its name is an error."""
        times = [key.signed_at(self.text, line[4:]) for name, line in self.lines if (name, line[:4].hex()) == (key.name, key.id)]
        need(None not in times, f"the signature of `{key.name}` is wrong: the note was altered or the signature forged")
        return max(times, default=None)
def parse_checkpoint(text):
    found = re.fullmatch(r"([^\s+]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n", text)
    need(found and int(found[2]) <= LARGEST_INTEGER, "the signed text is no checkpoint of three lines: log, size, root")
    root = base64.b64decode(found[3])
    need(base64.b64encode(root).decode() == found[3], "its root is spelt otherwise than base64 spells it")
    return found[1], int(found[2]), root
class Policy:
    """Whom the reader believes (C2SP tlog-policy). Keys given by themselves must all have signed."""
    def __init__(self, keys, text):
        self.must, self.logs, self.witnesses, self.groups, self.quorum = keys, list(keys), {}, {}, None
        if text is None:
            return
        try:
            need(text.endswith("\n") and not re.search("[\0-\x08\v-\x1f\x7f]", text), "cut off, or control characters")
            taken, members, quorums = {"none"}, set(), 0
            for line in text[:-1].split("\n"):
                words = [word for word in re.split("[ \t]+", line) if word]
                new, known = [], []
                match words:
                    case ["log", key] | ["log", key, _]:
                        self.logs.append(Key(key))
                        new = [self.logs[-1].key]
                        need(self.logs[-1].type in (1, 6), line)
                    case ["witness", name, key] | ["witness", name, key, _]:
                        self.witnesses[name] = Key(key)
                        new = [name, self.witnesses[name].key]
                        need(self.witnesses[name].type in (4, 6), line)
                    case ["group", name, k, *known]:
                        k = {"all": len(known), "any": 1}.get(k) or int(re.fullmatch("[1-9][0-9]{0,5}|", k)[0] or 0)
                        need(1 <= k <= len(known) == len(set(known) - members - {"none"}), line)
                        new, self.groups[name] = [name], (k, known)
                        members.update(known)
                    case ["quorum", name]:
                        known, quorums, self.quorum = [name], quorums + 1, None if name == "none" else name
                    case [word, *_] if not word.startswith("#"):
                        need(False, line)
                need(not taken & set(new) and taken.issuperset(known), line)
                taken.update(new)
            need(quorums == 1, "it needs one quorum: `quorum none` asks for no witness")
        except (ValueError, TypeError) as error:
            raise Stop(2, f"the policy is not as it must be: {str(error)[:100]}") from error
    def enough(self, by, name=None):
        name = name or self.quorum
        k, members = self.groups.get(name, (1, []))
        return name is None or name in by or (members != [] and sum(self.enough(by, one) for one in members) >= k)
    def open(self, data, told=None):
        """The checkpoint of a note, and when each witness has signed it; `told` asks for the keys that the log told of."""
        note = Note(data)
        signed = [key for key in self.logs if note.signed_at(key) is not None]
        if (not signed or not all(key in signed for key in self.must)) and (rotations := told and told()):
            rotations.hold(note, parse_checkpoint(note.text)[1])
            signed = [key for pair in rotations.pairs for key in pair[0] if note.signed_at(key) is not None]
        else:
            need(signed and all(key in signed for key in self.must), "it is not signed by the key of the log")
        origin, size, root = parse_checkpoint(note.text)
        need(all(key.name == origin for key in signed), "it speaks of another log than its key")
        times = {name: note.signed_at(key) for name, key in self.witnesses.items()}
        return origin, size, root, {name: time for name, time in times.items() if time is not None}
class Rotations:
    """Keys of the log that took each other's place, as its leaves say: [keys, first size signed, first size not signed]."""
    def __init__(self):
        self.pairs = []
    def take(self, index, entry):
        """A leaf about keys: at its place, going on from the keys that signed until then, and signed by those who must."""
        body, origin, kind = entry["body"], entry["origin"], entry["type"]
        if kind not in ("key_rotated", "key_retired"):
            return
        need(body["from"] == index + 1, "it speaks of another size than its place")
        lists = ["old", "new"] if kind == "key_rotated" else ["keys"]
        named = {name: [Key(text, ValueError) for text in body[name]] for name in lists}
        flat = [key.key for keys in named.values() for key in keys]
        need(all(named.values()) and len(set(flat)) == len(flat), "it names no key, or one twice")
        need(all(key.name == origin and key.type in (1, 6) for keys in named.values() for key in keys), "a key of another log")
        lines = [f"{ {'keys': 'retired'}.get(name, name) } {text}" for name in lists for text in body[name]]
        what = "rotation" if kind == "key_rotated" else "retirement"
        text = "\n".join([f"comity/key-{what}/v1", origin, f"from {body['from']}", *lines, ""]).encode()
        raw = lambda keys: [key.key for key in keys]
        if kind == "key_rotated":
            signing = [pair for pair in self.pairs if pair[1] <= index and pair[2] is None]
            need(not self.pairs or [raw(pair[0]) for pair in signing] == [raw(named["old"])], "it replaces other keys than sign")
            known = {key for pair in self.pairs for key in raw(pair[0])}
            need(not known & set(raw(named["new"])), "a key comes back")
            need(self.signed(named["old"], body["by_old"], text), "the keys that it replaces have not signed that")
            need(self.signed(named["new"], body["by_new"], text), "the keys that it brings have not signed that")
            self.pairs = (self.pairs or [[named["old"], 0, None]]) + [[named["new"], body["from"], None]]
        else:
            need(len(self.pairs) > 1, "it ends keys that no others have taken the place of")
            old, new = self.pairs[-2:]
            need(raw(old[0]) == raw(named["keys"]) and old[2] is None, "it ends other keys than were replaced last")
            need(self.signed(new[0], body["by"], text), "the keys that stay have not signed that")
            old[2] = body["from"]
    @staticmethod
    def signed(keys, signatures, text):
        decoded = [base64.b64decode(one, validate=True) for one in signatures]
        return len(keys) == len(decoded) and all(key.has_signed(text, one) for key, one in zip(keys, decoded))
    def hold(self, note, size):
        """All keys that sign a log of that size have, and no other key of the log."""
        for keys, since, until in self.pairs:
            for key in keys:
                signs, has = since <= size and (until is None or size < until), note.signed_at(key) is not None
                # Before a key was ever replaced, the log may have had fewer keys.
                need(signs == has or signs and size < self.pairs[1][1], f"`{key.name}+{key.id}` signed out of its time, or not in it")
    def place(self, keys):
        """Where the newest of these keys stands; None where it is none of the log."""
        places = [at for at, pair in enumerate(self.pairs) for key in keys if key.key in [one.key for one in pair[0]]]
        return max(places, default=None)
    def handed_on(self, place, notes):
        """Whether each pair from there on signed a checkpoint together with the next, behind the leaf that says so."""
        def both(old, new, note):
            try:
                size = parse_checkpoint(note.text)[1]
                self.hold(note, size)
                return new[1] <= size and all(note.signed_at(key) is not None for key in old[0] + new[0])
            except ValueError:
                return False
        return all(any(both(old, new, note) for note in notes) for old, new in zip(self.pairs[place:], self.pairs[place + 1:]))
