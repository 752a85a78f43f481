-- The first schema of a book. Tables only, in the words that SQLite and PostgreSQL share: TEXT, INTEGER and BLOB (on
-- PostgreSQL a domain over bytea), keys and checks. STRICT is taken off there. What only one of them understands stands
-- in a file of the same number beside this one.

CREATE TABLE migrations (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    applied_at TEXT NOT NULL
) STRICT;

-- Raw bytes as received, once per content; kept also when the file was refused.
CREATE TABLE contents (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL
) STRICT;

-- Each time a file was received.
CREATE TABLE files (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    sha256 TEXT NOT NULL REFERENCES contents (sha256),
    name TEXT NOT NULL,
    received_at TEXT NOT NULL,
    uploader TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;

-- A return; file_sha256 is absent when it came by no file.
CREATE TABLE returns (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    enterprise TEXT NOT NULL,
    period TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    received_at TEXT NOT NULL,
    provenance TEXT NOT NULL,
    file_sha256 TEXT REFERENCES contents (sha256) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (enterprise, period, version)
) STRICT;

-- A figure in the field's inner unit, as decimal text, and the cell it was read from.
CREATE TABLE facts (
    return_number INTEGER NOT NULL REFERENCES returns (number),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('period', 'ytd')),
    value TEXT NOT NULL,
    place_file TEXT NOT NULL,
    place_sheet TEXT NOT NULL,
    place_cell TEXT NOT NULL,
    place_row INTEGER NOT NULL,
    place_line INTEGER NOT NULL,
    place_clause TEXT NOT NULL,
    place_field TEXT NOT NULL,
    PRIMARY KEY (return_number, position),
    UNIQUE (return_number, field, scope)
) STRICT;

-- A decision as drafted: canonical bytes and their hash. What became of it stands in the signatures.
CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'issued', 'withdrawn')),
    body TEXT NOT NULL
) STRICT;

-- An act on a decision and the state it led to; the last one is the decision's state.
CREATE TABLE signatures (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    decision TEXT NOT NULL REFERENCES decisions (id),
    act TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'issued', 'withdrawn'))
) STRICT;

-- An entry of the ledger: the canonical bytes that are hashed, and the columns it is looked up by.
CREATE TABLE entries (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    id TEXT NOT NULL UNIQUE,
    sector TEXT NOT NULL,
    plan_year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    body TEXT NOT NULL
) STRICT;

CREATE INDEX entries_by_book ON entries (sector, plan_year, seq);
