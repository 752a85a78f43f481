-- Appeals against quotas: each act upon one in order, as canonical bytes; an appeal is what its acts add up to.
CREATE TABLE appeal_acts (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    at TEXT NOT NULL,
    person TEXT NOT NULL CHECK (person <> ''),
    body TEXT NOT NULL
) STRICT;
