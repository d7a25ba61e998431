-- Checkpoints by other people's clocks (RFC 3161). `answer` is what the time-stamping authority has answered, over the note of the
-- checkpoint as it stands in `checkpoint`, byte for byte; `stamped_at` is its time, `taken_at` ours.
CREATE TABLE time_stamp (
    size       BIGINT NOT NULL REFERENCES checkpoint (size),
    stamper    TEXT NOT NULL,
    stamped_at TEXT NOT NULL,
    taken_at   TEXT NOT NULL,
    answer     BYTEA NOT NULL,
    PRIMARY KEY (size, stamper)
);
CREATE INDEX time_stamp_by_stamper ON time_stamp (stamper, size);
