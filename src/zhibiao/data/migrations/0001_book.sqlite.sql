-- What SQLite needs beside the tables: nothing kept is changed, replaced or removed, and the chain grows at its end only.
-- INSERT OR REPLACE deletes without asking the delete triggers unless recursive_triggers is on, so an existing key is
-- refused before the insert as well.

CREATE TRIGGER migrations_no_update BEFORE UPDATE ON migrations
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER migrations_no_delete BEFORE DELETE ON migrations
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER migrations_no_replace BEFORE INSERT ON migrations
WHEN EXISTS (SELECT 1 FROM migrations WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER contents_no_update BEFORE UPDATE ON contents
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER contents_no_replace BEFORE INSERT ON contents
WHEN EXISTS (SELECT 1 FROM contents WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER files_no_update BEFORE UPDATE ON files
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER files_no_delete BEFORE DELETE ON files
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER files_no_replace BEFORE INSERT ON files
WHEN EXISTS (SELECT 1 FROM files WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER returns_no_update BEFORE UPDATE ON returns
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER returns_no_delete BEFORE DELETE ON returns
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER returns_no_replace BEFORE INSERT ON returns
WHEN EXISTS (SELECT 1 FROM returns WHERE number = NEW.number
    OR (enterprise = NEW.enterprise AND period = NEW.period AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER facts_no_update BEFORE UPDATE ON facts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER facts_no_delete BEFORE DELETE ON facts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER facts_no_replace BEFORE INSERT ON facts
WHEN EXISTS (SELECT 1 FROM facts WHERE return_number = NEW.return_number
    AND (position = NEW.position OR (field = NEW.field AND scope = NEW.scope)))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER decisions_no_replace BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id OR number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER signatures_no_update BEFORE UPDATE ON signatures
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER signatures_no_delete BEFORE DELETE ON signatures
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER signatures_no_replace BEFORE INSERT ON signatures
WHEN EXISTS (SELECT 1 FROM signatures WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq OR id = NEW.id OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER entries_at_the_end BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

-- A figure joins its return while that is being written, never later.
CREATE TRIGGER facts_with_their_return BEFORE INSERT ON facts
WHEN NEW.return_number <> (SELECT max(number) FROM returns)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

-- For auditors: one row per posting, and balances by account.
CREATE VIEW postings AS
SELECT
    entries.seq, entries.sector, entries.plan_year, entries.kind, entries.month,
    json_extract(posting.value, '$[0]') AS account,
    json_extract(posting.value, '$[1]') AS tonnes
FROM entries, json_each(entries.body, '$.postings') AS posting;

CREATE VIEW balances AS
SELECT sector, plan_year, account, sum(tonnes) AS tonnes FROM postings GROUP BY sector, plan_year, account;
