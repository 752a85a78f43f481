-- Nothing handed in, found or answered is changed, replaced or removed.

CREATE TRIGGER submissions_no_update BEFORE UPDATE ON submissions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER submissions_no_delete BEFORE DELETE ON submissions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER submissions_no_replace BEFORE INSERT ON submissions
WHEN EXISTS (SELECT 1 FROM submissions WHERE number = NEW.number OR (NEW.key <> '' AND uploader = NEW.uploader AND key = NEW.key))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER findings_no_replace BEFORE INSERT ON findings
WHEN EXISTS (SELECT 1 FROM findings WHERE submission = NEW.submission AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER answers_no_replace BEFORE INSERT ON answers
WHEN EXISTS (SELECT 1 FROM answers WHERE number = NEW.number
    OR (submission = NEW.submission AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

-- A finding joins its submission while that is being written, never later.
CREATE TRIGGER findings_with_their_submission BEFORE INSERT ON findings
WHEN NEW.submission <> (SELECT max(number) FROM submissions)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
