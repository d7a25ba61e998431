-- Which rulebook new requests begin with, for each instrument. Two administrators: one proposes, another confirms.

-- `number` is the place among those that were confirmed: the greatest of an instrument is adopted. `proposed_by` is null where
-- the program took over what an earlier one had used. `seal` is a MAC over the whole row, under a key that is not in the
-- database. Rows stay: they tell who adopted what, and when.
CREATE TABLE adoption (
    id            TEXT NOT NULL PRIMARY KEY,
    instrument    TEXT NOT NULL,
    rulebook      TEXT NOT NULL REFERENCES rulebook (hash),
    instead_of    TEXT,
    fell          BIGINT NOT NULL,
    rose          BIGINT NOT NULL,
    reason_sealed BYTEA,
    proposed_by   TEXT REFERENCES official (id),
    proposed_at   TEXT NOT NULL,
    confirmed_by  TEXT REFERENCES official (id),
    confirmed_at  TEXT,
    taken_back_at TEXT,
    number        BIGINT UNIQUE,
    seal          TEXT NOT NULL
);

-- How many were confirmed: every process sees by it that another one switched.
ALTER TABLE authority ADD COLUMN adoptions BIGINT NOT NULL DEFAULT 0;
