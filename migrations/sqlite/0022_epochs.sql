-- A log that was closed: it is read and exported, and nothing is added any more. Another log goes on, under a name of its own,
-- and its first leaf holds `note`, the last checkpoint that counts.
CREATE TABLE epoch_end (
    id        TEXT   NOT NULL PRIMARY KEY CHECK (id = 'end'),
    size      BIGINT NOT NULL CHECK (size >= 0),
    note      TEXT   NOT NULL,
    incident  TEXT   NOT NULL,
    closed_at TEXT   NOT NULL,
    closed_by TEXT   NOT NULL
);
CREATE TRIGGER epoch_end_refuses_update BEFORE UPDATE ON epoch_end
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER epoch_end_refuses_delete BEFORE DELETE ON epoch_end
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
-- Whichever process writes: one that has not heard of it yet, too.
CREATE TRIGGER leaf_refuses_insert BEFORE INSERT ON leaf
WHEN EXISTS (SELECT 1 FROM epoch_end)
BEGIN SELECT RAISE(ABORT, 'the audit log is closed'); END;
CREATE TRIGGER checkpoint_refuses_insert BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM epoch_end)
BEGIN SELECT RAISE(ABORT, 'the audit log is closed'); END;
