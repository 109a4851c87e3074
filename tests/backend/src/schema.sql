-- The firm, its people, their choices, their sessions and what was changed.

-- `instance`, new at each start, makes validators of two databases differ, also of a copy that is put
-- back; `structure` counts the changes to everything that a directory shows except the choices.
CREATE TABLE firm (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    instance  TEXT NOT NULL,
    structure INTEGER NOT NULL DEFAULT 0
);

-- `language` NULL means: the language of the profile. `settings_revision` counts the changes to the
-- person's own settings, `seen_revision` the part of them that colleagues see in their directory.
CREATE TABLE person (
    number            INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    name              TEXT NOT NULL,
    email             TEXT,
    profile_language  TEXT NOT NULL CHECK (profile_language IN ('fr', 'nl', 'en', 'de')),
    frequency         TEXT NOT NULL DEFAULT 'daily'
                      CHECK (frequency IN ('immediately', 'hourly', 'daily', 'weekly', 'never')),
    language          TEXT CHECK (language IN ('fr', 'nl', 'en', 'de')),
    settings_revision INTEGER NOT NULL DEFAULT 0,
    seen_revision     INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE licence (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE dossier (
    id       TEXT PRIMARY KEY,
    licence  TEXT NOT NULL REFERENCES licence (id),
    name     TEXT NOT NULL,
    number   TEXT NOT NULL,
    position INTEGER NOT NULL
);

-- A member of a dossier's team. The two choices are NULL while the default of the role holds.
CREATE TABLE team (
    dossier          TEXT NOT NULL REFERENCES dossier (id),
    person           TEXT NOT NULL REFERENCES person (id),
    role             TEXT NOT NULL CHECK (role IN ('manager', 'collaborator', 'entrepreneur')),
    for_entrepreneur INTEGER CHECK (for_entrepreneur IN (0, 1)),
    for_accountant   INTEGER CHECK (for_accountant IN (0, 1)),
    PRIMARY KEY (dossier, person)
) WITHOUT ROWID;
CREATE INDEX team_of_person ON team (person, dossier);

CREATE TABLE session (
    token      TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES person (id),
    csrf_token TEXT NOT NULL,
    started_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE TABLE question (
    id       INTEGER PRIMARY KEY,
    dossier  TEXT NOT NULL REFERENCES dossier (id),
    audience TEXT NOT NULL CHECK (audience IN ('entrepreneur', 'accountant')),
    asker    TEXT NOT NULL REFERENCES person (id),
    text     TEXT NOT NULL,
    at       TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
CREATE INDEX question_of_dossier ON question (dossier, id);

CREATE TABLE question_recipient (
    question INTEGER NOT NULL REFERENCES question (id),
    position INTEGER NOT NULL,
    person   TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (question, position),
    UNIQUE (question, person)
) WITHOUT ROWID;

-- One row for each value that really changed. NULL in `before` or `after`: no explicit choice.
CREATE TABLE applied (
    id         INTEGER PRIMARY KEY,
    at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    person     TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('frequency', 'language', 'participation')),
    dossier    TEXT,
    audience   TEXT,
    before     TEXT,
    after      TEXT,
    request_id TEXT NOT NULL,
    CHECK (before IS NOT after),
    CHECK ((kind = 'participation') = (dossier IS NOT NULL AND audience IS NOT NULL))
);
