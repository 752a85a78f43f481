-- Nothing stated or answered is changed, replaced or removed.

CREATE TRIGGER base_statements_no_update BEFORE UPDATE ON base_statements
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER base_statements_no_delete BEFORE DELETE ON base_statements
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER base_statements_no_replace BEFORE INSERT ON base_statements
WHEN EXISTS (SELECT 1 FROM base_statements WHERE id = NEW.id OR number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER base_answers_no_update BEFORE UPDATE ON base_answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER base_answers_no_delete BEFORE DELETE ON base_answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER base_answers_no_replace BEFORE INSERT ON base_answers
WHEN EXISTS (SELECT 1 FROM base_answers WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
