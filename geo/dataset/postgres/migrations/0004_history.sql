-- The history is added to, and nobody but the owner replaces it or leaves it out.

CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owner oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
BEGIN
  IF NOT pg_has_role(current_user, owner, 'USAGE') THEN
    RAISE insufficient_privilege USING MESSAGE = 'permission denied: the history is only added to';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER keep_history BEFORE UPDATE ON files FOR EACH ROW
  WHEN (NEW.name = 'edits.jsonl' AND NEW.exact IS NOT NULL) EXECUTE FUNCTION keep_history();
CREATE TRIGGER keep_history BEFORE UPDATE ON dataset FOR EACH ROW
  WHEN (OLD.has_history AND NOT NEW.has_history) EXECUTE FUNCTION keep_history();
