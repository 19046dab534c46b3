-- The rights of readers and of editors, given to a role: SELECT embassy_atlas.grant_editing('desk').

REVOKE EXECUTE ON FUNCTION bump(text) FROM PUBLIC;

CREATE FUNCTION grant_reading(reader name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA embassy_atlas, embassy_atlas_map TO %I', reader);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA embassy_atlas, embassy_atlas_map TO %I',
    reader);
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA embassy_atlas, embassy_atlas_map '
    'GRANT SELECT ON TABLES TO %I', reader);
END $$;

-- An editor adds to the history and cannot change what is in it.
CREATE FUNCTION grant_editing(editor name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM embassy_atlas.grant_reading(editor);
  EXECUTE format('GRANT INSERT, UPDATE, DELETE ON embassy_atlas.sources, embassy_atlas.missions, '
    'embassy_atlas.places, embassy_atlas.events, embassy_atlas.positions, embassy_atlas.heads, '
    'embassy_atlas.relations, embassy_atlas.coverage, embassy_atlas.claims, '
    'embassy_atlas.features TO %I', editor);
  EXECUTE format('GRANT INSERT ON embassy_atlas.edits TO %I', editor);
  EXECUTE format('GRANT UPDATE (own, has_history) ON embassy_atlas.dataset TO %I', editor);
  EXECUTE format('GRANT UPDATE (exact) ON embassy_atlas.files TO %I', editor);
  EXECUTE format('GRANT UPDATE (stamp, day) ON embassy_atlas.drawn TO %I', editor);
  EXECUTE format('GRANT EXECUTE ON FUNCTION embassy_atlas.bump(text) TO %I', editor);
END $$;
REVOKE EXECUTE ON FUNCTION grant_reading(name), grant_editing(name) FROM PUBLIC;
