-- Content that is forgotten, and content that must not be. Who proposed and confirmed what, and which holds stand, the log
-- says; these columns only find the requests. `erased_at` keeps everybody out at once; `erasure_finished_at` says that key
-- and bytes are gone.
ALTER TABLE assistance_request ADD COLUMN erasure_proposed_at TEXT;
ALTER TABLE assistance_request ADD COLUMN erased_at TEXT;
ALTER TABLE assistance_request ADD COLUMN erased_basis TEXT;
ALTER TABLE assistance_request ADD COLUMN erasure_finished_at TEXT;
CREATE INDEX assistance_request_by_erasure ON assistance_request (erased_at, erasure_finished_at);
