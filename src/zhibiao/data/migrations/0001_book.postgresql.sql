-- What PostgreSQL needs beside the tables: nothing kept is changed or removed, and the chain grows at its end only. An
-- existing key is refused by the keys themselves; INSERT ... ON CONFLICT DO UPDATE asks the triggers of an update.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'ledger.append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE TRIGGER migrations_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON migrations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER contents_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON contents
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER files_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON files
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER returns_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON returns
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER facts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON facts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER decisions_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER signatures_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON signatures
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The path is fixed so that the tables meant are those of this book, whoever asks.
CREATE FUNCTION refuse_a_gap() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries) THEN
        RAISE EXCEPTION 'ledger.append_only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER entries_at_the_end BEFORE INSERT ON entries
FOR EACH ROW EXECUTE FUNCTION refuse_a_gap();

-- A figure joins its return while that is being written, never later.
CREATE FUNCTION refuse_a_late_figure() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.return_number <> (SELECT max(number) FROM returns) THEN
        RAISE EXCEPTION 'ledger.append_only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER facts_with_their_return BEFORE INSERT ON facts
FOR EACH ROW EXECUTE FUNCTION refuse_a_late_figure();

-- For auditors: one row per posting, and balances by account.
CREATE VIEW postings AS
SELECT
    entries.seq, entries.sector, entries.plan_year, entries.kind, entries.month,
    posting.pair ->> 0 AS account,
    (posting.pair ->> 1)::bigint AS tonnes
FROM entries, jsonb_array_elements(entries.body::jsonb -> 'postings') AS posting (pair);

CREATE VIEW balances AS
SELECT sector, plan_year, account, sum(tonnes)::bigint AS tonnes FROM postings GROUP BY sector, plan_year, account;
