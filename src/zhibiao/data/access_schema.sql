-- Who may sign in at a book's desk. Kept beside the book: sessions end and passwords change, entries do not.
CREATE TABLE IF NOT EXISTS sessions (
    key TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    csrf TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    seen_at TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS sessions_by_person ON sessions (person);

-- One account a person of zhibiao.toml; what the person may do stands there alone.
CREATE TABLE IF NOT EXISTS accounts (
    person TEXT NOT NULL PRIMARY KEY,
    password_hash TEXT NOT NULL,
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    disabled_at TEXT NOT NULL
) STRICT;

-- Words that open one thing once: the first set-up, a new account, a sign-in of the demo. Only hashes are kept.
CREATE TABLE IF NOT EXISTS passes (
    key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('setup', 'join', 'link')),
    person TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS tokens (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    seen_at TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS tokens_by_person ON tokens (person);

-- Guesses at passwords, by person and by address, as long as they count.
CREATE TABLE IF NOT EXISTS attempts (
    number INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS attempts_by_subject ON attempts (subject, at);

-- What happened at the door; only ever added to.
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    act TEXT NOT NULL,
    about TEXT NOT NULL,
    address TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS events_by_act ON events (act, about, at);

CREATE TRIGGER IF NOT EXISTS events_stay_as_they_are BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;

CREATE TRIGGER IF NOT EXISTS events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
