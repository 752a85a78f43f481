-- Nothing handed in, found or answered is changed or removed.

CREATE TRIGGER submissions_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON submissions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER findings_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON findings
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER answers_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON answers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A finding joins its submission while that is being written, never later.
CREATE FUNCTION refuse_a_late_finding() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.submission <> (SELECT max(number) FROM submissions) THEN
        RAISE EXCEPTION 'ledger.append_only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER findings_with_their_submission BEFORE INSERT ON findings
FOR EACH ROW EXECUTE FUNCTION refuse_a_late_finding();
