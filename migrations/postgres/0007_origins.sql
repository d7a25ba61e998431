-- Where requests come from that did not begin here: the authority's own files, or a paper of another State.

-- `mark` is a MAC of a reference that somebody else gave: equal for the same reference of the same source, and told by
-- nobody who has only the database. The reference itself is sealed with the entry `origin_noted`.
CREATE TABLE request_origin (
    mark       TEXT NOT NULL,
    request_id TEXT NOT NULL REFERENCES assistance_request (id),
    PRIMARY KEY (mark, request_id)
);
