-- What the service needs: who is signed in, calls that were answered, documents in parts.

-- A session or an API token. `secret_mac` is a MAC of the secret, under a key that is not in the database: what is looked
-- up. `seal` is another, over `secret_mac` and all that stands beside it except the label (sealed for its place) and
-- `revoked_at`: a row that was written or moved by hand lets nobody in. What is revoked loses its `secret_mac`, so that
-- taking `revoked_at` away brings nothing back.
CREATE TABLE credential (
    id           TEXT NOT NULL PRIMARY KEY,
    official_id  TEXT NOT NULL REFERENCES official (id),
    kind         TEXT NOT NULL CHECK (kind IN ('session', 'token')),
    label_sealed BYTEA,
    scopes       TEXT NOT NULL,
    secret_mac   TEXT NOT NULL UNIQUE,
    seal         TEXT NOT NULL,
    issued_at    TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    used_at      TEXT NOT NULL,
    revoked_at   TEXT
);
CREATE INDEX credential_by_official ON credential (official_id, issued_at);

-- What a call with an idempotency key came to, committed with what it did. `fingerprint` is of what was asked.
CREATE TABLE answered_call (
    official_id   TEXT NOT NULL REFERENCES official (id),
    key           TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    answer_sealed BYTEA NOT NULL,
    answered_at   TEXT NOT NULL,
    PRIMARY KEY (official_id, key)
);

-- Documents in parts, each sealed for its place, so that none is ever whole in memory. One part is what was one before.
CREATE TABLE document_part (
    document_id TEXT   NOT NULL REFERENCES document (id),
    number      BIGINT NOT NULL CHECK (number >= 0),
    sealed      BYTEA NOT NULL,
    PRIMARY KEY (document_id, number)
);
-- What is sealed cannot be compressed: trying to would take most of the time that a document takes.
ALTER TABLE document_part ALTER COLUMN sealed SET STORAGE EXTERNAL;
INSERT INTO document_part (document_id, number, sealed) SELECT id, 0, sealed FROM document;
ALTER TABLE document DROP COLUMN sealed;
ALTER TABLE document ADD COLUMN sha256_sealed BYTEA;
