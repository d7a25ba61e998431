-- A log that is signed each second grows most by its signatures. A checkpoint may go where a newer one of the same hour stands
-- for it and no witness has signed it; every other stays, and none is ever changed. The last before a leaf about keys stays too:
-- it shows that two pairs of keys have signed.
DROP TRIGGER checkpoint_refuses_delete;
CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint
WHEN EXISTS (SELECT 1 FROM cosignature WHERE cosignature.size = OLD.size)
    OR EXISTS (
        SELECT 1 FROM key_leaf
        WHERE key_leaf.idx >= OLD.size
            AND NOT EXISTS (
                SELECT 1 FROM checkpoint AS between_them
                WHERE between_them.size > OLD.size AND between_them.size <= key_leaf.idx
            )
    )
    OR NOT EXISTS (
        SELECT 1 FROM checkpoint AS newer
        WHERE newer.size > OLD.size AND SUBSTR(newer.signed_at, 1, 13) = SUBSTR(OLD.signed_at, 1, 13)
    )
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;

-- Which of an hour, and which of a day, is the last: read without the notes.
CREATE INDEX checkpoint_by_time ON checkpoint (signed_at, size);
