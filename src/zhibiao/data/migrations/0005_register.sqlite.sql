-- Nothing that was done to the register is changed, replaced or removed.

CREATE TRIGGER register_acts_no_update BEFORE UPDATE ON register_acts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER register_acts_no_delete BEFORE DELETE ON register_acts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;

CREATE TRIGGER register_acts_no_replace BEFORE INSERT ON register_acts
WHEN EXISTS (SELECT 1 FROM register_acts WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
