-- Answers to acts that programs asked for under a key of their own, for as long as they may ask again.
CREATE TABLE IF NOT EXISTS repetitions (
    person TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    asked_sha256 TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (person, route, key)
) STRICT;

CREATE INDEX IF NOT EXISTS repetitions_by_time ON repetitions (begun_at);
