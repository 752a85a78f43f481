-- Bases put out for the enterprises to confirm or dispute, and what was answered.

-- A statement of bases as published: canonical bytes and their hash.
CREATE TABLE base_statements (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    sector TEXT NOT NULL,
    plan_year INTEGER NOT NULL,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    body TEXT NOT NULL
) STRICT;

-- An answer to one enterprise's row, by the hash of that row; document_sha256 is empty when none came with it.
CREATE TABLE base_answers (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    statement TEXT NOT NULL REFERENCES base_statements (id),
    enterprise TEXT NOT NULL,
    row_sha256 TEXT NOT NULL CHECK (length(row_sha256) = 64),
    act TEXT NOT NULL CHECK (act IN ('confirm', 'dispute', 'uphold')),
    reason TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
