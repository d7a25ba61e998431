"""Step 8 of verify.py: the workflow of a request replayed by the rulebook that its entries name.

Stages, roles, messages, deliveries and safeguards; conditions, deadlines and who may not act twice are replayed by
`comity audit verify` only.
"""

import hashlib, tomllib

def need(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)
BEFORE = {("sending", "requesting"): "authorisation", ("decision", "requested"): "admission",
          ("execution", "requested"): "decision", ("disclosure", "requested"): "execution",
          ("renewal", "requesting"): "sending", ("renewal", "requested"): "execution",
          ("validation", "requesting"): "sending", ("validation", "requested"): "disclosure"}
READS = {"authorisation": "request", "sending": "request", "admission": "request", "disclosure": "result",
         "validation": "result", "use": "use", "onward_transfer": "use", "renewal": "renewal", "closing": None}
class Rulebook:
    """The files of a rulebook, by their path."""
    def __init__(self, digest, files):
        files = {path: text.encode() for path, text in files.items()}
        framed = (path.encode() + b"\0" + len(files[path]).to_bytes(8) + files[path] for path in sorted(files))
        need(hashlib.sha256(b"".join(framed)).hexdigest() == digest, f"the rulebook {digest} in the export has another hash")
        rules = [(path, tomllib.loads(text.decode())) for path, text in files.items() if path.endswith(".toml")]
        named = lambda folder: {rule["name"]: rule for path, rule in rules if path.startswith(folder)}
        self.procedures, self.measures, self.safeguards = map(named, ("procedures/", "measures/", "safeguards/"))
        self.binds = {one["name"]: one["binds"] for path, rule in rules for one in rule.get("profile", [])}
    def places(self, gate, side, measure, profile):
        """The safeguards that bind at a gate, each with the place where it stands."""
        keys = measure, self.measures[measure]["kind"], "default"
        for safeguard in self.safeguards.values():
            basis = next(safeguard["applies"][key] for key in keys if key in safeguard["applies"])
            here = [place for place in safeguard["stands_at"] if (place["gate"], place["side"]) == (gate, side)
                    and measure not in place.get("except", []) and measure in place.get("only", [measure])]
            if here and basis in self.binds[profile]:
                yield safeguard["name"], here[0]
class Request:
    """A request as its entries leave it."""
    def __init__(self, rules, entry):
        body, self.rule = entry["body"], entry["rule"]
        self.side, self.procedure = body["side"], rules.procedures[body["procedure"]]
        self.places = lambda gate: dict(rules.places(gate, body["side"], body["measure"], body["profile"]))
        self.held = self.procedure.get("holding", {"transition": [], "start": None})
        self.stage, self.passed = self.procedure[self.side]["start"], set()
        self.holdings, self.answers, self.subjects = {}, {}, {}
    def take(self, entry):
        body, kind, role, who = entry["body"], entry["type"], entry["actor"]["role"], entry["actor"]["p"]
        need(entry["rule"] == self.rule, "it names another rulebook than the request keeps")
        name, gate, holding = (body.get("question", body).get(key) for key in ("safeguard", "gate", "holding"))
        if kind == "subject_changed":
            self.subjects[body["subject"], holding] = body.get("digest")
        elif kind == "safeguard_answered":
            may = self.places(gate).get(name, {"answered_by": []})["answered_by"]
            need(role in may, f"`{name}` is not asked there, or not of `{role}`")
            self.answers[name, gate, holding] = {"outcome": body["outcome"], "of": body.get("digest"), "by": who}
        elif kind in ("answer_confirmed", "answer_withdrawn"):
            answer = self.answers.pop((name, gate, holding))
            if kind == "answer_confirmed":
                need(answer["by"] != who, f"the answer to `{name}` was confirmed by whoever gave it")
                self.answers[name, gate, holding] = answer | {"confirmed": True}
        elif kind == "transition_taken":
            self.step(body["transition"], holding, body, role)
    def step(self, name, holding, body, role):
        cause, message = body["cause"], body["cause"].get("message", {})
        held = holding in self.holdings and any(rule["name"] == name for rule in self.held["transition"])
        stage, part = (self.holdings[holding], self.held) if held else (self.stage, self.procedure[self.side])
        rule = next((rule for rule in part["transition"] if rule["name"] == name and stage in rule["from"]), {"to": None})
        need((body["from"], body["to"]) == (stage, rule["to"]), f"`{name}` does not lead from `{stage}` to `{body['to']}`")
        need("by" not in rule or ("official" in cause and role in rule["by"]), f"`{name}` was taken by `{role}`, who may not")
        need("after" not in rule or cause.get("deadline") == rule["after"], f"`{name}` follows another deadline")
        need("on" not in rule or "linked" in cause or message.get("name") == rule["on"], f"`{name}` hears another message")
        need(rule.get("gates", []) == body.get("gates", []), f"`{name}` stands at other gates than the entry names")
        for gate in rule.get("gates", []):
            self.passes(gate, holding if held else None)
        if held:
            self.holdings[holding] = rule["to"]
        else:
            self.stage = rule["to"]
            self.passed.update(rule.get("gates", []))
            self.hear(message, holding, body.get("moved", {}))
    def hear(self, message, opened, moved):
        """What a message brings, and the deliveries that hear it too."""
        carries = [one["carries"] for one in self.procedure["message"] if one["name"] == message.get("name")]
        digest = message.get("carried", {}).get("digest")
        if carries == ["request"]:
            self.subjects = {("request", None): digest}
        elif carries in (["renewal"], ["use"]):
            self.subjects[carries[0], None] = digest
        if opened:
            self.holdings[opened], self.subjects["result", opened] = self.held["start"], digest
        for holding, stage in self.holdings.items():
            hears = [rule for rule in self.held["transition"] if stage in rule["from"] and "on" in rule]
            to = next((rule["to"] for rule in hears if rule["on"] == message.get("name")), None)
            need(moved.get(holding) == to, "a delivery was not moved as its rules say")
            self.holdings[holding] = to or stage
    def passes(self, gate, holding):
        """Whether every safeguard at a gate, and at those before it, is cleared for what stands there now."""
        asked, at = [(gate, holding)], gate
        while at := BEFORE.get((at, self.side)):
            need(at in self.passed, f"the gate `{gate}` was passed before `{at}`")
            asked.append((at, None))
        for at, of in asked:
            subject = READS.get(at, "decision")
            now = self.subjects.get((subject, of))
            for name, place in self.places(at).items():
                answer = self.answers.get((name, at, of), {"outcome": "not_met"})
                how = ("open" if answer["outcome"] == "not_met" else "unconfirmed" if place.get("confirmed_by")
                       and "confirmed" not in answer else "stale" if subject and (now is None or answer["of"] != now) else None)
                need(how is None, f"the gate `{gate}` was passed while the safeguard `{name}` was {how}")

class Replay:
    """All requests of an export: whether each entry could come about by the rulebook that it names."""
    def __init__(self, rulebooks, parse, find):
        self.rules, self.requests, self.lost, self.find = {}, {}, set(), find
        for name, data in rulebooks:
            digest = name[len("data/rulebooks/"):-len(".json")]
            try:
                self.rules[digest] = Rulebook(digest, parse(data))
            except (ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
                self.rules[digest] = error
    def take(self, index, entry):
        rules, case, begins = self.rules.get(entry["rule"]), entry["case"], entry["type"] == "request_begun"
        if case in self.lost:
            return
        try:
            if isinstance(rules, Rulebook):
                need(begins != (case in self.requests), "a request begins with one entry that says so, and once")
                if begins:
                    self.requests[case] = Request(rules, entry)
                else:
                    self.requests[case].take(entry)
                return
            need(rules is None, f"its rulebook cannot be read: {rules}")
            self.find(8, "incomplete", index, "it rests on a rulebook that is not in the export")
        except (ValueError, LookupError, TypeError) as error:
            self.find(8, "altered", index, str(error))
        self.lost.add(case)
