-- What witnesses have signed.

-- `witness` is the name of the witness's key and its id in hexadecimal digits, as both stand in the line. `line` is the line that was made last,
-- `first_line` the one made first, where the witness has signed this size more than once: the first bounds the time of what the
-- checkpoint covers, the last shows that the log was not cut since.
CREATE TABLE cosignature (
    size         BIGINT NOT NULL REFERENCES checkpoint (size),
    witness      TEXT NOT NULL,
    cosigned_at  TEXT NOT NULL,
    line         TEXT NOT NULL,
    first_at     TEXT,
    first_line   TEXT,
    PRIMARY KEY (size, witness)
);
CREATE INDEX cosignature_by_witness ON cosignature (witness, size);
