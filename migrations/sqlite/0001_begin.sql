-- The first schema. Portable columns only: TEXT, BIGINT, bytes. Times are RFC 3339 UTC with 24 characters, hashes are
-- lower-case hexadecimal digits, `_sealed` and `sealed` are XChaCha20-Poly1305 under a key that is not in the database.

-- The installation itself: one row. `case_id` is its own chain in the log, for roles, exports and the like.
CREATE TABLE authority (
    id           TEXT   NOT NULL PRIMARY KEY CHECK (id = 'authority'),
    case_id      TEXT   NOT NULL UNIQUE,
    state        TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    profile      TEXT   NOT NULL,
    origin       TEXT   NOT NULL,
    training     BIGINT NOT NULL CHECK (training IN (0, 1)),
    installed_at TEXT   NOT NULL
);

CREATE TABLE official (
    id                          TEXT NOT NULL PRIMARY KEY,
    sign_in                     TEXT NOT NULL UNIQUE,
    name_sealed                 BLOB NOT NULL,
    password_hash               TEXT NOT NULL,
    password_is_temporary_since TEXT,
    added_at                    TEXT NOT NULL,
    disabled_at                 TEXT
);

-- `seal` is a MAC over the row under the master key: a role that was written by hand does not count.
CREATE TABLE official_role (
    official_id  TEXT NOT NULL REFERENCES official (id),
    role         TEXT NOT NULL,
    granted_by   TEXT NOT NULL,
    granted_at   TEXT NOT NULL,
    confirmed_by TEXT,
    confirmed_at TEXT,
    revoked_at   TEXT,
    seal         TEXT NOT NULL,
    PRIMARY KEY (official_id, role)
);

-- Every rulebook that a request has ever begun with, whole, by its SHA-256.
CREATE TABLE rulebook (
    hash      TEXT NOT NULL PRIMARY KEY,
    files     TEXT NOT NULL,
    stored_at TEXT NOT NULL
);

-- `id` is the case of the log. `thread` is the same in both States. `standing` is what the engine decides on.
CREATE TABLE assistance_request (
    id              TEXT   NOT NULL PRIMARY KEY,
    thread          TEXT   NOT NULL UNIQUE,
    reference       TEXT   NOT NULL UNIQUE,
    registry_number TEXT,
    side            TEXT   NOT NULL CHECK (side IN ('requesting', 'requested')),
    procedure       TEXT   NOT NULL,
    measure         TEXT   NOT NULL,
    counterpart     TEXT   NOT NULL,
    rulebook        TEXT   NOT NULL REFERENCES rulebook (hash),
    profile         TEXT   NOT NULL,
    title           TEXT   NOT NULL,
    stage           TEXT   NOT NULL,
    stage_since     TEXT   NOT NULL,
    due_at          TEXT,
    follows         TEXT   REFERENCES assistance_request (id),
    author          TEXT   REFERENCES official (id),
    standing        TEXT   NOT NULL,
    version         BIGINT NOT NULL CHECK (version > 0),
    sealed_at       TEXT,
    sealed_because  TEXT,
    locked_at       TEXT,
    created_at      TEXT   NOT NULL,
    changed_at      TEXT   NOT NULL
);
CREATE INDEX assistance_request_by_creation    ON assistance_request (created_at, id);
CREATE INDEX assistance_request_by_stage       ON assistance_request (stage, created_at);
CREATE INDEX assistance_request_by_counterpart ON assistance_request (counterpart, created_at);
CREATE INDEX assistance_request_by_due         ON assistance_request (due_at);
CREATE INDEX assistance_request_by_follows     ON assistance_request (follows);

CREATE TABLE assignment (
    request_id  TEXT NOT NULL REFERENCES assistance_request (id),
    official_id TEXT NOT NULL REFERENCES official (id),
    assigned_at TEXT NOT NULL,
    assigned_by TEXT NOT NULL,
    PRIMARY KEY (request_id, official_id)
);

-- What answers are about, in every wording that an answer was given to. `holding` is '' where there is none.
CREATE TABLE subject (
    request_id TEXT NOT NULL REFERENCES assistance_request (id),
    subject    TEXT NOT NULL,
    holding    TEXT NOT NULL,
    digest     TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (request_id, subject, holding, digest)
);

-- The values that a leaf only commits to.
CREATE TABLE private_value (
    case_id TEXT   NOT NULL,
    cseq    BIGINT NOT NULL,
    field   TEXT   NOT NULL,
    sealed  BLOB NOT NULL,
    PRIMARY KEY (case_id, cseq, field)
);

-- `size` and `commitment` are of the document before it was sealed.
CREATE TABLE document (
    id          TEXT   NOT NULL PRIMARY KEY,
    request_id  TEXT   NOT NULL REFERENCES assistance_request (id),
    name_sealed BLOB NOT NULL,
    media_type  TEXT   NOT NULL,
    language    TEXT   NOT NULL,
    size        BIGINT NOT NULL CHECK (size >= 0),
    commitment  TEXT   NOT NULL,
    sealed      BLOB NOT NULL,
    added_at    TEXT   NOT NULL,
    added_by    TEXT   NOT NULL
);
CREATE INDEX document_by_request ON document (request_id, added_at);

-- Outbox and inbox in one: what a State has said or heard, in its order within the request.
CREATE TABLE message (
    id           TEXT   NOT NULL PRIMARY KEY,
    request_id   TEXT   NOT NULL REFERENCES assistance_request (id),
    direction    TEXT   NOT NULL CHECK (direction IN ('in', 'out')),
    number       BIGINT CHECK (number >= 0),
    name         TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('waiting', 'handed_over', 'recorded', 'heard', 'late', 'held_back', 'rejected')),
    channel      TEXT   NOT NULL,
    body_sealed  BLOB NOT NULL,
    document_id  TEXT   REFERENCES document (id),
    recorded_by  TEXT,
    confirmed_by TEXT,
    created_at   TEXT   NOT NULL,
    settled_at   TEXT,
    UNIQUE (request_id, direction, number)
);
CREATE INDEX message_by_state ON message (state, direction, created_at);

-- The log. `body` is the leaf, byte for byte; `seal` a MAC by which a leaf written by hand is known.
CREATE TABLE leaf (
    idx     BIGINT NOT NULL PRIMARY KEY CHECK (idx >= 0),
    case_id TEXT   NOT NULL,
    cseq    BIGINT NOT NULL CHECK (cseq >= 0),
    hash    TEXT   NOT NULL,
    seal    TEXT   NOT NULL,
    body    BLOB NOT NULL,
    UNIQUE (case_id, cseq)
);

-- The finished nodes above the leaves; level 0 are the hashes in `leaf`.
CREATE TABLE node (
    level BIGINT NOT NULL CHECK (level > 0),
    idx   BIGINT NOT NULL CHECK (idx >= 0),
    hash  TEXT   NOT NULL,
    PRIMARY KEY (level, idx)
);

-- The right edge of the tree. One row, locked last by everybody who writes.
CREATE TABLE audit_head (
    id       TEXT   NOT NULL PRIMARY KEY CHECK (id = 'head'),
    size     BIGINT NOT NULL CHECK (size >= 0),
    frontier BLOB NOT NULL
);
INSERT INTO audit_head (id, size, frontier) VALUES ('head', 0, x'0000000000000000');

CREATE TABLE checkpoint (
    size      BIGINT NOT NULL PRIMARY KEY CHECK (size >= 0),
    note      TEXT   NOT NULL,
    signed_at TEXT   NOT NULL
);

-- The log only grows. The proof is the tree; the triggers keep honest people from a slip.
CREATE TRIGGER leaf_refuses_update BEFORE UPDATE ON leaf
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER leaf_refuses_delete BEFORE DELETE ON leaf
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER node_refuses_update BEFORE UPDATE ON node
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER node_refuses_delete BEFORE DELETE ON node
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
