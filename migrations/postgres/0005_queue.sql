-- Where each request stands in whose queue: one row for each role that may act on it and each official who works on it.

-- `who` is a role or the id of an official. `place` is what the queue is ordered by: the next deadline, `z` and the time of
-- its beginning where there is none, and since when it has ended. Who sees a request is decided by its standing alone:
-- these rows only say where to look.
CREATE TABLE queue_place (
    request_id  TEXT NOT NULL REFERENCES assistance_request (id),
    who         TEXT NOT NULL,
    holder      TEXT NOT NULL CHECK (holder IN ('authority', 'counterpart', 'ended')),
    place       TEXT NOT NULL,
    measure     TEXT NOT NULL,
    counterpart TEXT NOT NULL,
    PRIMARY KEY (request_id, who, holder)
);
CREATE INDEX queue_place_by_who ON queue_place (who, holder, place, request_id, measure, counterpart);

-- Requests that are there already stand in every queue that could be theirs, until they are next acted on: the rules that
-- say which are not in the database.
INSERT INTO queue_place (request_id, who, holder, place, measure, counterpart)
SELECT request.id, whose.who, held.holder, COALESCE(request.due_at, 'z' || request.created_at), request.measure,
    request.counterpart
FROM assistance_request AS request
JOIN (
    SELECT id AS request_id, author AS who FROM assistance_request WHERE author IS NOT NULL
    UNION SELECT request_id, official_id FROM assignment
    UNION SELECT id, 'drafting_official' FROM assistance_request
    UNION SELECT id, 'central_authority' FROM assistance_request
    UNION SELECT id, 'executing_authority' FROM assistance_request
    UNION SELECT id, 'judicial_authority' FROM assistance_request
    UNION SELECT id, 'rights_reviewer' FROM assistance_request
    UNION SELECT id, 'data_protection_reviewer' FROM assistance_request
    UNION SELECT id, 'point_of_contact' FROM assistance_request
) AS whose ON whose.request_id = request.id
CROSS JOIN (SELECT 'authority' AS holder UNION SELECT 'counterpart' UNION SELECT 'ended') AS held;
