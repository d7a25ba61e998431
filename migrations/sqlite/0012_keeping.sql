-- The newest checkpoint of a size that had been signed before: its time says when the log was last read again. The first
-- one of each size stays in `checkpoint`, which only grows; a row for every ten minutes without work would tell no more.
CREATE TABLE heartbeat (
    id        TEXT   NOT NULL PRIMARY KEY CHECK (id = 'heartbeat'),
    size      BIGINT NOT NULL CHECK (size >= 0),
    note      TEXT   NOT NULL,
    signed_at TEXT   NOT NULL
);
