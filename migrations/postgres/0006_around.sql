-- Around the desk: who stands in for whom during an absence, notices by e-mail, and the calendar.

-- An official or an administrator asks, an administrator who is somebody else confirms. Days are whole days of UTC, the
-- last one included. `seal` is a MAC over the whole row, under a key that is not in the database: one that was written by
-- hand lends nobody a role. Rows stay when a deputyship has ended.
CREATE TABLE deputyship (
    id           TEXT NOT NULL PRIMARY KEY,
    official_id  TEXT NOT NULL REFERENCES official (id),
    deputy_id    TEXT NOT NULL REFERENCES official (id),
    from_day     TEXT NOT NULL,
    until_day    TEXT NOT NULL,
    asked_by     TEXT NOT NULL REFERENCES official (id),
    asked_at     TEXT NOT NULL,
    confirmed_by TEXT REFERENCES official (id),
    confirmed_at TEXT,
    ended_by     TEXT REFERENCES official (id),
    ended_at     TEXT,
    seal         TEXT NOT NULL
);
CREATE INDEX deputyship_by_deputy ON deputyship (deputy_id, until_day);

-- `sealed` holds the address, the language and which notices: one value, sealed for its official. The row goes when the
-- address is withdrawn.
CREATE TABLE notice_wish (
    official_id TEXT NOT NULL PRIMARY KEY REFERENCES official (id),
    sealed      BYTEA NOT NULL,
    changed_at  TEXT NOT NULL
);

-- What was last told to whom: at most one notice of a kind a day. `tried_at` without `sent_at` is one that is under way,
-- under the same message id until the server has taken it.
CREATE TABLE notice (
    official_id TEXT   NOT NULL REFERENCES official (id),
    kind        TEXT   NOT NULL CHECK (kind IN ('new', 'soon', 'overdue')),
    told_until  TEXT   NOT NULL,
    message_id  TEXT   NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount >= 0),
    tries       BIGINT NOT NULL CHECK (tries >= 0),
    due_at      TEXT   NOT NULL,
    sent_at     TEXT,
    PRIMARY KEY (official_id, kind)
);
CREATE INDEX request_by_stage_since ON assistance_request (stage_since);

-- Secret addresses of calendars: known by a MAC of their secret, and good for nothing else.
CREATE TABLE calendar_address (
    id          TEXT NOT NULL PRIMARY KEY,
    official_id TEXT NOT NULL REFERENCES official (id),
    secret_mac  TEXT NOT NULL UNIQUE,
    seal        TEXT NOT NULL,
    language    TEXT NOT NULL,
    issued_at   TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    revoked_at  TEXT
);
CREATE INDEX calendar_address_by_official ON calendar_address (official_id);
