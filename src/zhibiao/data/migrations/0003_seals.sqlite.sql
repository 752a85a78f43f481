-- Nothing sealed or handed out is changed, replaced or removed.

CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER seals_no_replace BEFORE INSERT ON seals
WHEN EXISTS (SELECT 1 FROM seals WHERE number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER heads_no_update BEFORE UPDATE ON heads
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER heads_no_delete BEFORE DELETE ON heads
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER heads_no_replace BEFORE INSERT ON heads
WHEN EXISTS (SELECT 1 FROM heads WHERE number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER book_secret_no_update BEFORE UPDATE ON book_secret
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER book_secret_no_delete BEFORE DELETE ON book_secret
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER book_secret_no_replace BEFORE INSERT ON book_secret
WHEN EXISTS (SELECT 1 FROM book_secret WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
