-- The register of what was promised: each act upon it in order, as canonical bytes; the register is what they add up to.
CREATE TABLE register_acts (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    at TEXT NOT NULL,
    person TEXT NOT NULL CHECK (person <> ''),
    body TEXT NOT NULL
) STRICT;
