-- Nothing that was done to the register is changed or removed.

CREATE TRIGGER register_acts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON register_acts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
