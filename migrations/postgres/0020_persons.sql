-- Whom requests are about. A person has a key of their own, their name is sealed under it, and requests that are filed under
-- persons open by their keys alone: destroying one forgets everything that was about nobody else.
CREATE TABLE person (
    id          TEXT NOT NULL PRIMARY KEY,
    name_sealed BYTEA NOT NULL,
    added_at    TEXT NOT NULL,
    erased_at   TEXT
);
CREATE TABLE person_request (
    person_id  TEXT NOT NULL REFERENCES person (id),
    request_id TEXT NOT NULL REFERENCES assistance_request (id),
    PRIMARY KEY (person_id, request_id)
);
CREATE INDEX person_request_by_request ON person_request (request_id, person_id);
