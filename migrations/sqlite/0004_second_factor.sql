-- A second factor beside the password, and with each session and token how surely it is known who has it.

-- `sealed` holds the secret of the codes, which code counted last, the hashes of the recovery codes that are left, and who
-- has proposed to take it all away: one value, sealed for its official, so that nothing in it can be changed or moved.
CREATE TABLE second_factor (
    official_id TEXT NOT NULL PRIMARY KEY REFERENCES official (id),
    sealed      BLOB NOT NULL,
    changed_at  TEXT NOT NULL
);

-- 1: by password. 2: by password and code. Part of the row's seal wherever it is more than 1.
ALTER TABLE credential ADD COLUMN assurance BIGINT NOT NULL DEFAULT 1 CHECK (assurance IN (1, 2));
