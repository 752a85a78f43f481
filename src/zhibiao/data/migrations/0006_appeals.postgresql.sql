-- Nothing that was done upon an appeal is changed or removed.

CREATE TRIGGER appeal_acts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON appeal_acts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
