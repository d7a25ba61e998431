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
CREATE TRIGGER epoch_end_refuses_change BEFORE UPDATE OR DELETE ON epoch_end
FOR EACH ROW EXECUTE FUNCTION audit_log_only_grows();
CREATE TRIGGER epoch_end_refuses_truncate BEFORE TRUNCATE ON epoch_end
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_only_grows();
-- Whichever process writes: one that has not heard of it yet, too.
CREATE FUNCTION audit_log_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM epoch_end) THEN
        RAISE EXCEPTION 'the audit log is closed' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER leaf_refuses_insert BEFORE INSERT ON leaf
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_closed();
CREATE TRIGGER checkpoint_refuses_insert BEFORE INSERT ON checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_closed();
