-- What maps show today, worked out by the program: rows of the views missions, regions, and so on.
CREATE TABLE features (
  layer text NOT NULL,
  id text COLLATE "C" NOT NULL,
  fid bigint NOT NULL,
  properties jsonb NOT NULL,
  geometry bytea,
  PRIMARY KEY (layer, id)
);

-- For which stamp of the dataset and for which day they were worked out.
CREATE TABLE drawn (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  stamp uuid,
  day date
);
INSERT INTO drawn DEFAULT VALUES;

-- The schema of the views; what a reader of maps may see, and nothing else.
CREATE SCHEMA IF NOT EXISTS embassy_atlas_map;
