-- Where each request stands in whose queue, by for whom it waits.

-- `who` is a role: for officials of whom the request has no row of their own; the id of an official who wrote it, was assigned
-- to it or has acted on it; or such an id, a space and a role: for that official in that role. `part` is what waits for them,
-- what waits for others, or what has ended. `place` is what the part is ordered by: the next deadline, `z` and the time of its
-- beginning where there is none, and since when it has ended. Who sees a request is decided by its standing alone: these
-- rows only say where to look.
DROP TABLE queue_place;
CREATE TABLE queue_place (
    request_id  TEXT NOT NULL REFERENCES assistance_request (id),
    who         TEXT NOT NULL,
    part        TEXT NOT NULL CHECK (part IN ('todo', 'others', 'ended')),
    place       TEXT NOT NULL,
    measure     TEXT NOT NULL,
    counterpart TEXT NOT NULL,
    PRIMARY KEY (request_id, who, part)
);
CREATE INDEX queue_place_by_who ON queue_place (who, part, place, request_id, measure, counterpart);

-- Requests to be placed anew once a moment has come: those that time alone moves, and all that are there already, since the
-- rules that say where they stand are not in the database. The program places these when it is next started.
CREATE TABLE queue_anew (
    request_id TEXT NOT NULL PRIMARY KEY REFERENCES assistance_request (id),
    at         TEXT NOT NULL
);
CREATE INDEX queue_anew_by_at ON queue_anew (at, request_id);
INSERT INTO queue_anew (request_id, at) SELECT id, '' FROM assistance_request;
