-- The tables of a dataset. A blank cell is null; a list is an array; an EDTF date is a checked text.

CREATE DOMAIN identifier AS text COLLATE "C" CHECK (VALUE ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
CREATE DOMAIN edtf AS text CHECK (VALUE ~ '^[0-9X?~%/.,\[\]-]+$');
CREATE DOMAIN qid AS text CHECK (VALUE ~ '^Q[1-9][0-9]*$');
CREATE DOMAIN web_address AS text CHECK (VALUE ~ '^https?://');
CREATE DOMAIN party AS text CHECK (VALUE ~ '^[A-Z]{3,4}$');
CREATE DOMAIN grade AS text CHECK (VALUE ~ '^[A-F][1-6]$');

-- One row: the number of changes so far, and what datapackage.json says of the dataset.
CREATE TABLE dataset (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version bigint NOT NULL DEFAULT 0,
  stamp uuid NOT NULL DEFAULT gen_random_uuid(),
  own json,
  has_history boolean NOT NULL DEFAULT false
);
INSERT INTO dataset DEFAULT VALUES;

-- One row for each transaction that changed something, with the login role.
CREATE TABLE versions (
  version bigint PRIMARY KEY,
  stamp uuid NOT NULL UNIQUE,
  made timestamptz NOT NULL DEFAULT now(),
  role name NOT NULL
);

-- The files that the tables stand for. exact: the bytes of a file that is not in canonical form.
CREATE TABLE files (
  name text PRIMARY KEY,
  stamp uuid NOT NULL DEFAULT gen_random_uuid(),
  exact bytea
);

CREATE TABLE sources (
  id identifier PRIMARY KEY,
  publisher text NOT NULL,
  title text NOT NULL,
  published edtf,
  revised edtf,
  accessed edtf,
  url web_address,
  archived_url web_address,
  language text,
  kind text NOT NULL CHECK (kind IN (
    'news', 'government', 'gazette', 'encyclopedia', 'database', 'editorial', 'unrecorded')),
  licence text,
  seen text CHECK (seen IN ('whole', 'excerpt', 'cited', 'data')),
  known_through text[],
  derived_from text[],
  note text,
  row_version bigint NOT NULL
);

CREATE TABLE missions (
  id identifier PRIMARY KEY,
  sending party NOT NULL,
  receiving party NOT NULL,
  kind text NOT NULL CHECK (kind IN (
    'embassy', 'high_commission', 'nunciature', 'delegation', 'mission', 'interests_section',
    'residence', 'branch_embassy', 'consulate_general', 'consulate', 'consular_office',
    'consular_agency', 'honorary_consul', 'representative_office', 'liaison_office',
    'subnational')),
  city text,
  name text,
  wikidata qid,
  row_version bigint NOT NULL
);

CREATE TABLE places (
  id identifier PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('district', 'building', 'compound', 'city')),
  state party NOT NULL,
  city text,
  radius_m numeric CHECK (radius_m BETWEEN 0 AND 20037509),
  derivation text,
  sources text[] NOT NULL,
  geometry json,
  row_version bigint NOT NULL
);

CREATE TABLE events (
  id identifier PRIMARY KEY,
  mission identifier NOT NULL REFERENCES missions,
  kind text NOT NULL CHECK (kind IN (
    'proposed', 'requested', 'refused', 'approved', 'announced', 'preparation', 'opened',
    'reopened', 'listed', 'suspended', 'closed', 'unconfirmed', 'relocated', 'downgraded',
    'accreditation', 'credentials', 'ambassador_appointed', 'charge_daffaires_appointed',
    'ambassador_departed', 'ambassador_died', 'ambassador_expelled', 'ambassador_recalled',
    'head_expelled', 'staff_rotation', 'reception', 'relations_established',
    'relations_restored', 'protecting_power', 'protecting_power_ended', 'inspection',
    'declined_reopening', 'reopening_ordered', 'consular_reopening_announced', 'deadline',
    'statement', 'no_comment', 'no_progress', 'warning', 'alert', 'raided', 'occupied',
    'disputed', 'unattended', 'left_database')),
  date edtf NOT NULL,
  sense text NOT NULL CHECK (sense IN ('on', 'by', 'after', 'attested', 'planned')),
  detail text,
  sources text[] NOT NULL,
  origin text[],
  attributed_to text,
  reason text,
  row_version bigint NOT NULL
);

CREATE TABLE positions (
  id identifier PRIMARY KEY,
  mission identifier NOT NULL REFERENCES missions,
  method text NOT NULL CHECK (method IN (
    'surveyed', 'source_point', 'district', 'words', 'city', 'state')),
  precision text CHECK (precision IN (
    'survey', 'building', 'street', 'near', 'quarter', 'city', 'state')),
  longitude numeric CHECK (longitude BETWEEN -180 AND 180),
  latitude numeric CHECK (latitude BETWEEN -90 AND 90),
  place identifier REFERENCES places,
  radius_m numeric CHECK (radius_m BETWEEN 0 AND 20037509),
  anchors text[],
  valid edtf,
  sources text[] NOT NULL,
  attributed_to text,
  rank text NOT NULL CHECK (rank IN ('preferred', 'normal', 'deprecated')),
  reason text,
  row_version bigint NOT NULL
);

CREATE TABLE heads (
  id identifier PRIMARY KEY,
  mission identifier NOT NULL REFERENCES missions,
  name text NOT NULL,
  rank text NOT NULL,
  start edtf,
  "end" edtf,
  attested edtf[],
  city text,
  sources text[] NOT NULL,
  reason text,
  row_version bigint NOT NULL
);

CREATE TABLE relations (
  id identifier PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN (
    'diplomatic_relations', 'recognition', 'agreement', 'visit', 'statement', 'anniversary',
    'protecting_power')),
  a party NOT NULL,
  b party NOT NULL,
  third party,
  date edtf,
  sense text NOT NULL CHECK (sense IN ('on', 'by', 'after', 'attested', 'planned')),
  title text NOT NULL,
  detail text,
  place text,
  sources text[] NOT NULL,
  attributed_to text,
  reason text,
  row_version bigint NOT NULL
);

CREATE TABLE coverage (
  id identifier PRIMARY KEY,
  sending party NOT NULL,
  receiving party NOT NULL,
  face text NOT NULL CHECK (face IN ('none', 'covered')),
  mission identifier REFERENCES missions,
  city text,
  state party,
  wikidata qid,
  valid edtf,
  sense text NOT NULL CHECK (sense IN ('on', 'by', 'after', 'attested', 'planned')),
  sources text[] NOT NULL,
  attributed_to text,
  reason text,
  row_version bigint NOT NULL
);

CREATE TABLE claims (
  id identifier PRIMARY KEY,
  subject text NOT NULL,
  property text NOT NULL,
  value text NOT NULL,
  valid edtf,
  source identifier NOT NULL REFERENCES sources,
  origin text[],
  locator text,
  attributed_to text,
  seen text CHECK (seen IN ('whole', 'excerpt', 'cited', 'data')),
  rank text NOT NULL CHECK (rank IN ('preferred', 'normal', 'deprecated')),
  grade grade,
  reason text,
  row_version bigint NOT NULL
);

-- The history: as in edits.jsonl, with each row before and after.
CREATE TABLE edits (
  id text PRIMARY KEY CHECK (id ~ '^edit-[0-9]{6,12}$'),
  number bigint UNIQUE GENERATED ALWAYS AS (substr(id, 6)::bigint) STORED,
  made text NOT NULL,
  made_on date NOT NULL,
  author text NOT NULL CHECK (btrim(author) <> ''),
  why text NOT NULL,
  undoes text REFERENCES edits,
  changes json NOT NULL
);

-- Number the transaction once, tell all servers, and mark a file as changed.
CREATE FUNCTION bump(file text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = embassy_atlas, pg_temp AS $$
DECLARE
  here text := pg_current_xact_id()::text;
  mark uuid := coalesce(nullif(current_setting('embassy_atlas.stamp', true), '')::uuid,
                        gen_random_uuid());
  number bigint;
BEGIN
  IF current_setting('embassy_atlas.numbered', true) IS DISTINCT FROM here THEN
    UPDATE dataset SET version = version + 1, stamp = mark RETURNING version INTO number;
    INSERT INTO versions (version, stamp, role) VALUES (number, mark, session_user);
    PERFORM set_config('embassy_atlas.numbered', here, true);
    PERFORM pg_notify('embassy_atlas', number::text);
  END IF;
  UPDATE files SET stamp = (SELECT d.stamp FROM dataset d), exact = NULL WHERE name = file;
END $$;

CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = embassy_atlas, pg_temp AS $$
BEGIN
  PERFORM bump(TG_ARGV[0]);
  RETURN NULL;
END $$;

CREATE FUNCTION number_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.id <> OLD.id THEN
    RAISE restrict_violation USING MESSAGE = 'an id cannot be changed: ' || OLD.id;
  END IF;
  NEW.row_version := (SELECT version FROM embassy_atlas.dataset);
  RETURN NEW;
END $$;

-- Arguments: a list column, the table of its ids, and so on.
CREATE FUNCTION check_lists() RETURNS trigger LANGUAGE plpgsql
SET search_path = embassy_atlas, pg_temp AS $$
DECLARE
  unknown text;
BEGIN
  FOR i IN 0 .. TG_NARGS / 2 - 1 LOOP
    EXECUTE format('SELECT part FROM changed, unnest(changed.%I) AS part WHERE NOT EXISTS '
      '(SELECT FROM %I AS other WHERE other.id = part) LIMIT 1',
      TG_ARGV[2 * i], TG_ARGV[2 * i + 1]) INTO unknown;
    IF unknown IS NOT NULL THEN
      RAISE foreign_key_violation USING MESSAGE = format(
        '%s.%s: no row of %s has the id %s',
        TG_TABLE_NAME, TG_ARGV[2 * i], TG_ARGV[2 * i + 1], unknown);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- Arguments: a table, its list column with ids of the rows that are removed, and so on.
CREATE FUNCTION check_removed() RETURNS trigger LANGUAGE plpgsql
SET search_path = embassy_atlas, pg_temp AS $$
DECLARE
  user_of text;
BEGIN
  FOR i IN 0 .. TG_NARGS / 2 - 1 LOOP
    EXECUTE format('SELECT id FROM %I WHERE %I && (SELECT array_agg(id::text) FROM gone) LIMIT 1',
      TG_ARGV[2 * i], TG_ARGV[2 * i + 1]) INTO user_of;
    IF user_of IS NOT NULL THEN
      RAISE foreign_key_violation USING MESSAGE = format(
        '%s is named by %s.%s of %s', TG_TABLE_NAME, TG_ARGV[2 * i], TG_ARGV[2 * i + 1], user_of);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION watch_table(watched text, file text, VARIADIC lists text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  listed text := (SELECT string_agg(quote_literal(one), ', ') FROM unnest(lists) AS one);
BEGIN
  INSERT INTO files (name) VALUES (file);
  EXECUTE format('CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
    'FOR EACH STATEMENT EXECUTE FUNCTION note_change(%L)', watched, file);
  IF watched = 'edits' THEN RETURN; END IF;
  EXECUTE format('CREATE TRIGGER number_row BEFORE INSERT OR UPDATE ON %I '
    'FOR EACH ROW EXECUTE FUNCTION number_row()', watched);
  IF listed IS NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TRIGGER check_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS changed '
    'FOR EACH STATEMENT EXECUTE FUNCTION check_lists(%s)', watched, listed);
  EXECUTE format('CREATE TRIGGER check_updated AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed '
    'FOR EACH STATEMENT EXECUTE FUNCTION check_lists(%s)', watched, listed);
END $$;

SELECT watch_table('sources', 'sources.csv', 'known_through', 'sources', 'derived_from', 'sources');
SELECT watch_table('missions', 'missions.csv');
SELECT watch_table('places', 'places.geojson', 'sources', 'sources');
SELECT watch_table('events', 'events.csv', 'sources', 'sources', 'origin', 'sources');
SELECT watch_table('positions', 'positions.csv', 'anchors', 'missions', 'sources', 'sources');
SELECT watch_table('heads', 'heads.csv', 'sources', 'sources');
SELECT watch_table('relations', 'relations.csv', 'sources', 'sources');
SELECT watch_table('coverage', 'coverage.csv', 'sources', 'sources');
SELECT watch_table('claims', 'claims.csv', 'origin', 'sources');
SELECT watch_table('edits', 'edits.jsonl');
INSERT INTO files (name) VALUES ('datapackage.json');

CREATE TRIGGER check_removed AFTER DELETE ON missions REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION check_removed('positions', 'anchors');
CREATE TRIGGER check_removed AFTER DELETE ON sources REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION check_removed(
  'sources', 'known_through', 'sources', 'derived_from', 'events', 'sources', 'events', 'origin',
  'positions', 'sources', 'heads', 'sources', 'relations', 'sources', 'coverage', 'sources',
  'claims', 'origin', 'places', 'sources');
DROP FUNCTION watch_table;
