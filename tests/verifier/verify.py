#!/usr/bin/env python3
"""Verifies an export of Comity's log without Comity: a second implementation, to be read in an afternoon.

    python3 verify.py EXPORT.tar --key KEY [--key KEY] [--policy FILE] [--earlier NOTE]...

KEY is a public key of the log (`name+hash+base64`) or a file with it, from the authority and never from the export.
Needs Python 3.11 and the library `cryptography`; for ML-DSA-44 one that knows it, such as version 48.
Exit codes: 0 intact, 1 altered, 2 wrong use, 3 could not, 4 incomplete, 5 unwitnessed.
Sources: RFC 8493 (BagIt), 8785 (canonical JSON), 9162 section 2.1 (tree), C2SP signed-note and tlog-*. Step 8, the rules
of the workflow, is replay.py beside this file.
"""

import argparse, base64, bisect, hashlib, json, re, sys, tarfile
from datetime import datetime
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from replay import Replay
LARGEST_LEAF, LARGEST_FILE, LARGEST_INTEGER = 65_535, 64 << 20, 2**53 - 1
CODES = {"intact": 0, "unwitnessed": 5, "incomplete": 4, "altered": 1}  # from the best answer to the worst
TOLERATED = 120  # seconds that a clock may go back, or an entry lie outside its cosignatures
FIELDS = set("v origin case cseq prev type at actor rule art body docs priv peer".split())
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
            origin, size, root = parse_checkpoint(text)
            mine, log = (bytes([len(name)]) + name for name in (self.name.encode(), origin.encode()))
            message = b"subtree/v1\n\0" + mine + time.to_bytes(8) + log + bytes(8) + size.to_bytes(8) + root
        return time if time < 2**63 and self.has_signed(message, signature) else None
    def has_signed(self, message, signature):
        try:
            public = Ed25519PublicKey
            if self.type == 6:
                from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey as public
            public.from_public_bytes(self.key).verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False
        except ImportError as error:
            raise Stop(3, "this `cryptography` does not know ML-DSA-44: take 48 or newer") from error
    def __eq__(self, other):
        return isinstance(other, Key) and self.key == other.key
    def __hash__(self):
        return hash(self.key)
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
                    case ["log", key, *url] if len(url) < 2:
                        new = [Key(key)]
                        self.logs += new
                        need(new[0].type in (1, 6), line)
                    case ["witness", name, key, *url] if len(url) < 2:
                        new = [name, Key(key)]
                        self.witnesses[name] = new[1]
                        need(new[1].type in (4, 6), line)
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
        what, words = {"key_rotated": ("rotation", {"old": "old", "new": "new"}),
                       "key_retired": ("retirement", {"keys": "retired"})}.get(entry["type"], (None, {}))
        if not what:
            return
        body, origin = entry["body"], entry["origin"]
        named = {name: [Key(text, ValueError) for text in body[name]] for name in words}
        flat = [key for keys in named.values() for key in keys]
        need(body["from"] == index + 1, "it speaks of another size than its place")
        need(all(named.values()) and len(set(flat)) == len(flat), "it names no key, or one twice")
        need(all(key.name == origin and key.type in (1, 6) for key in flat), "a key of another log")
        lines = [f"{word} {text}" for name, word in words.items() for text in body[name]]
        text = "\n".join([f"comity/key-{what}/v1", origin, f"from {body['from']}", *lines, ""]).encode()
        if what == "rotation":
            pairs = self.pairs or [[named["old"], 0, None]]
            need([pair[0] for pair in pairs if pair[2] is None] == [named["old"]], "it replaces other keys than sign")
            need(not {key for pair in pairs for key in pair[0]} & set(named["new"]), "a key comes back")
            signing = zip(flat, body["by_old"] + body["by_new"], strict=True)
            self.pairs = pairs + [[named["new"], index + 1, None]]
        else:
            need(len(self.pairs) > 1 and self.pairs[-2][::2] == [named["keys"], None], "it ends others than were replaced last")
            signing, self.pairs[-2][2] = zip(self.pairs[-1][0], body["by"], strict=True), index + 1
        need(all(key.has_signed(text, base64.b64decode(one, validate=True)) for key, one in signing), "not all have signed it")
    def hold(self, note, size):
        """All keys that sign a log of that size have, and no other key of the log."""
        for keys, since, until in self.pairs:
            for key in keys:
                signs, has = since <= size and (until is None or size < until), note.signed_at(key) is not None
                # Before a key was ever replaced, the log may have had fewer keys.
                need(signs == has or signs and size < self.pairs[1][1], f"`{key.id}` signed out of its time, or not in it")
    def place(self, keys):
        """Where the newest of these keys stands; None where it is none of the log."""
        return max((at for at, pair in enumerate(self.pairs) if set(keys) & set(pair[0])), default=None)
    def handed_on(self, place, notes):
        """Whether each pair from there on signed a checkpoint together with the next, behind the leaf that says so."""
        def both(old, new, data):
            try:
                note = Note(data)
                size = parse_checkpoint(note.text)[1]
                self.hold(note, size)
                return new[1] <= size and all(note.signed_at(key) is not None for key in old[0] + new[0])
            except ValueError:
                return False
        return all(any(both(*two, data) for data in notes) for two in zip(self.pairs[place:], self.pairs[place + 1:]))
class Report:
    """What was found; the worst finding is the answer."""
    def __init__(self):
        self.verdict, self.steps, self.first_bad, self.findings = "intact", {}, None, []
    def find(self, step, grade, *said):
        leaf, sentence = (said[0], f"leaf {said[0]}: {said[1]}") if len(said) > 1 else (None, *said)
        self.verdict = max(self.verdict, grade, key=("flagged", *CODES).index)
        self.findings.append((step, f"{grade}: {sentence}"))
        if grade == "altered" and leaf is not None:
            self.first_bad = min(self.first_bad or (leaf, sentence), (leaf, sentence))
class Bag:
    """The container (RFC 8493): one tar, of which nothing is unpacked."""
    def __init__(self, path):
        try:
            self.tar = tarfile.open(path, "r:")
            members = self.tar.getmembers()
        except (OSError, tarfile.TarError) as error:
            raise Stop(3, f"`{path}` cannot be read: {error}") from error
        self.files, tops = {}, {member.name.partition("/")[0] for member in members}
        for member in members:
            name = member.name.partition("/")[2]
            if not member.isreg() or {"", ".", ".."} & {*tops, *name.split("/")} or name in self.files or len(tops) > 1:
                raise Stop(3, f"{member.name[:200]!r} could harm whoever unpacks it: ask for the export again")
            self.files[name] = member
    def open(self, name):
        return self.tar.extractfile(self.files[name])
    def read(self, name):
        if name in self.files and self.files[name].size > LARGEST_FILE:
            raise Stop(3, f"`{name}` is larger than 64 MiB")
        return self.open(name).read() if name in self.files else None
    def below(self, folder):
        return [(name, self.read(name)) for name in sorted(self.files) if name.startswith(folder)]
    def check(self, find):
        """Step 1: every file is listed with its hash, and every listed file is there."""
        for manifest, payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
            lines = (self.read(manifest) or b"").decode(errors="replace").splitlines()
            listed = {line[66:]: line[:64] for line in lines}
            here = {name for name in self.files if name.startswith("data/") == payload and name != "tagmanifest-sha256.txt"}
            for name in sorted({manifest, *listed} - set(self.files)):
                find(1, "incomplete", f"`{name}` is missing")
            for name in sorted(here if manifest in self.files else ()):
                if hashlib.file_digest(self.open(name), "sha256").hexdigest() != listed.get(name):
                    find(1, "altered", f"`{name}` has not the hash that `{manifest}` lists for it")
class Walk:
    """All checks, leaf by leaf."""
    def __init__(self, bag, policy, earlier, report):
        self.bag, self.policy, self.find, self.steps, self.number = bag, policy, report.find, report.steps, 0
        self.cases, self.roots, self.times = {}, {}, []
        self.report, self.latest, self.tree, self.size, self.root = report, float("-inf"), Tree(), None, None
        self.disclosed, self.committed = (bag.read("data/disclosures.jsonl") or b"").splitlines(), set()
        bag.check(self.find)
        self.rotations, self.told, self.notes = Rotations(), None, []
        told = bag.read("data/case.json")
        try:
            self.case = told is not None and from_canonical(told)["case"]
        except (ValueError, LookupError, TypeError):
            self.case = self.find(1, "altered", "`data/case.json` does not name a case") or "0" * 32
        self.checkpoints(earlier)
        self.replay = Replay(bag.below("data/rulebooks/"), from_canonical, self.find)
        whole = not self.case and "data/tile/0" in {name[:11] for name in bag.files} or not bag.below("data/proofs/")
        self.proofs, self.listed = (None, self.tiles()) if whole else (self.read_proofs(), [])
        self.named = self.latest_entry() if self.case and self.size is not None else None
        ended = "data/leaves.jsonl" in bag.files
        lines = bag.open("data/leaves.jsonl").readline if ended else bytes
        for line in iter(lambda: lines(LARGEST_LEAF + 2) if ended else b"", b""):
            if ended := line.endswith(b"\n"):
                self.leaf(line[:-1])
        self.conclude(ended, self.size if whole else len(self.proofs))
    def checkpoints(self, earlier):
        """Steps 2 and 6: the newest checkpoint, and those that the log must have grown from."""
        if "data/checkpoint" not in self.bag.files:
            self.find(2, "incomplete", "the signed checkpoint is missing: nothing says what the log was")
        for name, data in self.bag.below("data/checkpoint") + earlier:
            newest = name == "data/checkpoint"
            try:
                origin, size, root, times = self.policy.open(data, self.tell)
                self.notes.append((name, size, Note(data)))
            except ValueError as error:
                self.find(2 if newest else 6, "altered", f"`{name}` is not believed: {error}")
                continue
            if newest:
                self.origin, self.size, self.root = origin, size, root
                self.steps[2] = f"{origin}, {size} leaves, root {root.hex()}, witnesses: {', '.join(times) or 'none'}"
                if not self.policy.enough(times):
                    self.find(2, "unwitnessed", "the witnesses that your policy asks for have not signed")
            else:
                self.roots.setdefault(size, []).append((name, root))
                if name.startswith("data/") and name != f"data/checkpoints/{size}":
                    self.find(6, "altered", f"`{name}` is the checkpoint of {size} leaves")
            if times and self.policy.enough(times):
                self.times = sorted([*self.times, (size, min(times.values()), max(times.values()))])
    def tell(self):
        """The keys that a whole log tells of, where each led to the next from one of the reader's on; else None."""
        whole = not self.case and "data/leaves.jsonl" in self.bag.files and self.bag.below("data/tile/0")
        if self.told is None and whole:
            self.told, found = False, Rotations()
            try:
                for index, line in enumerate(self.bag.open("data/leaves.jsonl")):
                    if line.endswith((b'"type":"key_rotated","v":1}\n', b'"type":"key_retired","v":1}\n')):
                        found.take(index, from_canonical(line[:-1]))
                need(all(found.place([key]) is not None for key in self.policy.must), "a key is none of the log")
                place, notes = found.place(self.policy.logs), [data for _, data in self.bag.below("data/checkpoint")]
                self.told = place is not None and found.handed_on(place, notes) and found
            except (ValueError, LookupError, TypeError, AttributeError):
                pass
        return self.told or None
    def tiles(self):
        """Step 3: the hashes of level 0, if the tiles lead to the signed root (C2SP tlog-tiles)."""
        nodes, level, listed = [], 0, []
        while count := (self.size or 0) >> 8 * level:
            below, nodes = nodes, []
            for at in range(0, count, 256):
                width, parts = min(256, count - at), [part.zfill(3) for part in f"{at // 256:,}".split(",")]
                path = "/".join([f"data/tile/{level}", *("x" + part for part in parts[:-1]), parts[-1]])
                path += f".p/{width}" if width < 256 else ""
                data = self.bag.read(path)
                if data is None or len(data) != 32 * width:
                    return self.find(3, "incomplete" if data is None else "altered", f"`{path}` is missing, or no tile") or listed
                nodes += [data[i:i + 32] for i in range(0, len(data), 32)]
            if level and nodes != [Tree(below[256 * at:256 * at + 256]).root() for at in range(count)]:
                self.find(3, "altered", f"a tile of level {level} does not follow from those below it")
            listed, level = listed or nodes, level + 1
        if self.root not in (None, Tree(listed).root()):
            return self.find(3, "altered", "the tiles do not lead to the signed root") or []
        self.steps[3] = f"{level} level(s) of tiles lead to the signed root"
        return listed
    def read_proofs(self):
        """A choice of entries: the place of each leaf, and its proof (C2SP tlog-proof)."""
        proofs = []
        for name, data in self.bag.below("data/proofs/"):
            try:
                head, _, note = data.decode().partition("\n\n")
                first, index, *hashes = [line for line in head.split("\n") if not line.startswith("extra ")]
                need(first == "c2sp.org/tlog-proof@v1" and re.fullmatch("index (0|[1-9][0-9]*)", index), "it is no proof")
                _, size, root, _ = self.policy.open(note.encode())
                proofs.append((int(index[6:]), size, [base64.b64decode(line, validate=True) for line in hashes], root))
            except ValueError as error:
                self.find(4, "altered", f"`{name}` is not believed: {error}")
        return sorted(proofs)
    def latest_entry(self):
        """Step 7 of one case: how many leaves the log had when it named the case's latest entry, its number and its hash."""
        named, raw = [], lambda hashes: [bytes.fromhex(one) for one in hashes]
        for name, data in self.bag.below("data/heads/"):
            try:
                told = from_canonical(data)
                head, leaf, entry = told["head"], told["entry"].encode(), from_canonical(told["entry"].encode())
                body, case = entry["body"], sha256(b"comity/heads/v1\n" + self.case.encode())
                need(included(told["index"], self.size, sha256(b"\0" + leaf), raw(told["hashes"]), self.root), "not in the log")
                need((entry["type"], entry["origin"], body["cases"]) == ("heads", self.origin, head["cases"]), "no such leaf")
                need(name == f"data/heads/{body['size']}.json" and body["size"] <= told["index"], "it tells of other leaves")
                row = sha256(b"\0" + case + head["cseq"].to_bytes(8) + bytes.fromhex(head["leaf"]))
                root = bytes.fromhex(body["root"])
                need(included(head["index"], head["cases"], row, raw(head["hashes"]), root), "the case is not where it says")
                named.append((body["size"], head["cseq"], bytes.fromhex(head["leaf"])))
            except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
                self.find(7, "altered", f"`{name}` is not believed: {error}")
        return max(named, default=None) or self.find(7, "incomplete", "nothing shows which entry of the case is its latest")
    def leaf(self, data):
        """Steps 3 to 6 for one leaf: its place, its form, and the log so far."""
        index, node, self.number = self.number, sha256(b"\0" + data), self.number + 1
        self.tree.append(node)
        if self.proofs is not None:
            if index >= len(self.proofs):
                return self.find(4, "incomplete", f"the leaf in line {self.number} has no proof")
            index, *proof, root = self.proofs[index]
            if not included(index, proof[0], node, proof[1], root):
                self.find(4, "altered", index, "its proof does not lead to the signed root: the leaf or the proof was altered")
        elif index < len(self.listed) and self.listed[index] != node:
            self.find(4, "altered", index, "it is not the leaf that was signed: its bytes were altered, or it was moved")
        for name, root in self.roots.pop(self.number, []) if self.proofs is None else []:
            if root != self.tree.root():
                self.find(6, "altered", f"the log was rewritten: its first {self.number} leaves are not those of `{name}`")
        try:
            entry = from_canonical(data)
            need(len(data) <= LARGEST_LEAF and entry["v"] == 1 and FIELDS.issuperset(entry), "not as version 1 asks")
            self.entry(index, entry, node, self.cases.setdefault(entry["case"], []))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            self.find(5, "altered", index, f"it is no entry in canonical form: {error}")
    def entry(self, index, entry, node, chain):
        """Steps 7 to 9 for one entry: the chain of its case, its time, and the rules."""
        if (self.size is not None and entry["origin"] != self.origin) or entry["case"] != (self.case or entry["case"]):
            self.find(7, "altered", index, f"it belongs to another log or case than the export: `{entry['origin']}`")
        due, before = (chain[-1][1] + 1, chain[-1][2].hex()) if chain else (0, None)
        if (whole := self.proofs is None or self.case) and (due, before) != (entry["cseq"], entry.get("prev")):
            self.find(7, "altered", index, f"entry {due} of its case was due, behind {before}: entries were dropped or moved")
        chain.append((index, entry["cseq"], node))
        size, number, last = self.named or (0, entry["cseq"] + 1, b"")
        if entry["cseq"] == number and node != last or entry["cseq"] > number and index < size:
            self.find(7, "altered", index, f"the log itself has named another entry as the latest when it had {size} leaves")
        if self.disclosed:
            self.committed |= {(f"{entry['case']}/{due}/{field}", one) for field, one in entry.get("priv", {}).items()}
            self.committed |= {(entry["case"] + "/document", one["commitment"]) for one in entry.get("docs", [])}
        if entry["type"] == "heads" and self.proofs is None:
            self.heads(index, entry["body"])
        if self.proofs is None:
            try:
                self.rotations.take(index, entry)
            except (ValueError, LookupError, TypeError) as error:
                self.find(2, "altered", index, f"the keys of the log were not replaced so: {error}")
        at = datetime.fromisoformat(entry["at"]).timestamp()
        after = bisect.bisect_right(self.times, (index, float("inf"), 0))
        if (at < self.latest - TOLERATED or after and at < self.times[after - 1][1] - TOLERATED
                or after < len(self.times) and at > self.times[after][2] + TOLERATED):
            self.find(9, "flagged", index, "its time does not fit the leaves or the witnesses around it")
        self.latest = max(at, self.latest)
        if whole and not self.report.first_bad and entry.get("rule"):
            self.replay.take(index, entry)
    def heads(self, index, body):
        """The latest entry of every case as the log itself says it: rows sorted by blinded case, under one root."""
        ends = {case: chain[at - 1] for case, chain in self.cases.items() if (at := bisect.bisect_left(chain, (body["size"],)))}
        rows = sorted(sha256(b"comity/heads/v1\n" + case.encode()) + end[1].to_bytes(8) + end[2] for case, end in ends.items())
        told = len(rows), Tree(sha256(b"\0" + row) for row in rows).root().hex()
        if (body["cases"], body["root"]) != told or body["size"] > index:
            self.find(7, "altered", index, "the latest entries of all cases are not those that it names")
    def conclude(self, ended, expected):
        if not ended or self.number < (expected or 0):
            self.find(4, "incomplete", f"the leaves end early: {self.number} of {expected} are there")
        elif self.number != (expected or self.number) or self.proofs is None and self.root not in (None, self.tree.root()):
            self.find(4, "altered", f"{self.number} leaves do not lead to what was signed over {expected}")
        for name, size, note in self.notes if self.rotations.pairs else []:
            try:
                self.rotations.hold(note, size)
            except ValueError as error:
                self.find(2, "altered", f"`{name}` is not signed as the log says: {error}")
        if self.rotations.pairs and self.size is not None:
            place, (keys, since, _) = self.rotations.place(self.policy.logs), self.rotations.pairs[-1]
            if place is None:
                self.find(2, "altered", "the log tells of keys that were replaced, and yours is none of them")
            elif place + 1 < len(self.rotations.pairs):
                self.find(2, "flagged", since - 1, f"your key was replaced by `{keys[0].id}`: ask the authority for the new one")
        if self.named and self.named[1] >= len(self.cases.get(self.case, [])):
            self.find(7, "incomplete", f"the end of the case is missing: its entry {self.named[1]} was in the log")
        beyond = [size for size in self.roots if size > (self.size or 0) or self.proofs is None]
        if beyond:
            self.find(6, "incomplete", f"checkpoints of {sorted(beyond)} leaves are larger than the export")
        for line in self.disclosed:  # step 10: each opened value is the one that its leaf commits to
            try:
                _, place, _ = map(str, from_canonical(base64.urlsafe_b64decode(line + b"==")))
            except (ValueError, TypeError):
                place = "?"
            if not self.committed & {(one, sha256(line).hex()) for one in (place, place.rpartition("/")[0])}:
                self.find(10, "altered", f"a disclosure is not what the entry `{place}` commits to")
        self.steps |= {4: f"{self.number} leaves", 7: f"{len(self.cases)} chain(s)", 8: f"{len(self.replay.requests)} request(s)",
                       10: f"{len(self.disclosed)} disclosure(s)"}
def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    file = argparse.FileType("rb")
    parser.add_argument("export")
    key = lambda text: Key(text if "+" in text else file(text).read().decode(errors="replace"))
    parser.add_argument("--key", type=key, action="append", default=[], help="a key of the log; all given must have signed")
    parser.add_argument("--policy", type=file, help="a C2SP tlog-policy file: logs, witnesses, quorum")
    parser.add_argument("--earlier", type=file, action="append", default=[], help="a checkpoint that you were given earlier")
    options, report = parser.parse_args(arguments), Report()
    options.key or options.policy or parser.error("give a key or a policy of your own")
    policy = Policy(options.key, options.policy and options.policy.read().decode(errors="replace"))
    Walk(Bag(options.export), policy, [(one.name, one.read()) for one in options.earlier], report)
    print(report.verdict, *(f"  {step:2} {said}" for step, said in sorted(report.steps.items()) + report.findings), sep="\n")
    return CODES[report.verdict]
if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stopped:
        print(f"{'wrong use' if stopped.args[0] == 2 else 'could not'}: {stopped.args[1]}", file=sys.stderr)
        sys.exit(stopped.args[0])
