-- What a book is held against: the seal that each closing cites, the heads handed out, and the secret of its salts.

-- A seal: canonical bytes and their hash. `marks` helps to name the row at which a table parts from it; nothing rests on it.
CREATE TABLE seals (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    body TEXT NOT NULL,
    marks TEXT NOT NULL
) STRICT;

-- A head as handed out: the bytes that were signed, their hash, the signature in hexadecimal, the public key as PEM.
CREATE TABLE heads (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    body TEXT NOT NULL,
    signature TEXT NOT NULL,
    public_key TEXT NOT NULL
) STRICT;

-- 32 bytes in hexadecimal that never leave the book but with all of it.
CREATE TABLE book_secret (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number = 1),
    secret TEXT NOT NULL CHECK (length(secret) = 64)
) STRICT;
