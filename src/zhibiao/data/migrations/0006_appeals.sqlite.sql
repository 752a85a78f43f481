-- Nothing that was done upon an appeal is changed, replaced or removed.

CREATE TRIGGER appeal_acts_no_update BEFORE UPDATE ON appeal_acts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER appeal_acts_no_delete BEFORE DELETE ON appeal_acts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER appeal_acts_no_replace BEFORE INSERT ON appeal_acts
WHEN EXISTS (SELECT 1 FROM appeal_acts WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
