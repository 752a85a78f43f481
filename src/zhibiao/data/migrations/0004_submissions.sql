-- What was handed in and how it was answered, the findings it left, and what the enterprises said to them.

-- Each file handed in. key: given by the sender so that a repetition is known as one, empty without; origin: the address or
-- device it came from, empty where nobody said; receipt: what the sender was told, canonical bytes.
CREATE TABLE submissions (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    key TEXT NOT NULL,
    file_sha256 TEXT NOT NULL REFERENCES contents (sha256),
    name TEXT NOT NULL,
    received_at TEXT NOT NULL,
    uploader TEXT NOT NULL,
    origin TEXT NOT NULL,
    outcome TEXT NOT NULL,
    receipt TEXT NOT NULL
) STRICT;

-- One sender's key stands for one file; another sender may use the same word.
CREATE UNIQUE INDEX submissions_by_key ON submissions (uploader, key) WHERE key <> '';

CREATE INDEX submissions_by_content ON submissions (file_sha256);

CREATE INDEX submissions_by_origin ON submissions (origin, number) WHERE origin <> '';

CREATE INDEX files_by_content ON files (sha256);

-- A finding of a submission by its place in the answer; enterprise and period are empty where it concerns none.
CREATE TABLE findings (
    submission INTEGER NOT NULL REFERENCES submissions (number),
    position INTEGER NOT NULL CHECK (position > 0),
    code TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('NOTE', 'QUERY', 'QUARANTINE', 'REJECT')),
    because TEXT NOT NULL,
    holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
    enterprise TEXT NOT NULL,
    period TEXT NOT NULL,
    place_file TEXT NOT NULL,
    place_sheet TEXT NOT NULL,
    place_cell TEXT NOT NULL,
    place_row INTEGER NOT NULL,
    place_line INTEGER NOT NULL,
    place_clause TEXT NOT NULL,
    place_field TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (submission, position)
) STRICT;

-- What an enterprise said to a finding, once; document_sha256 is empty unless its letter came with somebody else.
CREATE TABLE answers (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    submission INTEGER NOT NULL,
    position INTEGER NOT NULL,
    act TEXT NOT NULL CHECK (act <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    ground TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (submission, position),
    FOREIGN KEY (submission, position) REFERENCES findings (submission, position)
) STRICT;
