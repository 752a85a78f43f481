-- Nothing stated or answered is changed or removed.

CREATE TRIGGER base_statements_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON base_statements
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER base_answers_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON base_answers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
