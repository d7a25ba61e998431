-- Agreements of both States to apply an instrument that is not in force. Two administrators: one records, another confirms.

-- `seal` is a MAC over the whole row, under a key that is not in the database: one that was written by hand lets no request
-- begin. Rows stay when an agreement has ended.
CREATE TABLE agreement (
    id           TEXT NOT NULL PRIMARY KEY,
    instrument   TEXT NOT NULL,
    state        TEXT NOT NULL,
    agreed_on    TEXT NOT NULL,
    title        TEXT NOT NULL,
    recorded_by  TEXT NOT NULL REFERENCES official (id),
    recorded_at  TEXT NOT NULL,
    confirmed_by TEXT REFERENCES official (id),
    confirmed_at TEXT,
    ended_by     TEXT REFERENCES official (id),
    ended_at     TEXT,
    seal         TEXT NOT NULL
);
CREATE INDEX agreement_by_instrument ON agreement (instrument, state);
