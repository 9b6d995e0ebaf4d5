// The schema, as numbered steps. A step that has shipped is never edited: the next change is a new step.
import type Libsql from 'libsql'

const migrations: readonly string[] = [
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE users (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    email TEXT NOT NULL,
    location TEXT NOT NULL,
    company TEXT NOT NULL,
    password_hash TEXT,
    totp_secret TEXT,
    totp_last_step INTEGER NOT NULL DEFAULT 0,
    is_active INTEGER NOT NULL DEFAULT 1,
    date_joined TEXT NOT NULL
  ) STRICT;

  CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    location TEXT NOT NULL,
    company TEXT NOT NULL,
    plan TEXT CHECK (plan IN ('team', 'business')),
    is_active INTEGER NOT NULL DEFAULT 1,
    date_joined TEXT NOT NULL
  ) STRICT;

  CREATE TABLE memberships (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'member')),
    PRIMARY KEY (organization_id, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX memberships_of_user ON memberships (user_id);

  CREATE TABLE repositories (
    id INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    is_private INTEGER NOT NULL,
    star_count INTEGER NOT NULL,
    pull_count INTEGER NOT NULL,
    storage_size INTEGER NOT NULL,
    date_registered TEXT NOT NULL,
    last_updated TEXT NOT NULL,
    UNIQUE (namespace, name)
  ) STRICT;
  CREATE INDEX repositories_by_update ON repositories (namespace, last_updated);
  CREATE INDEX repositories_by_pulls ON repositories (namespace, pull_count);

  CREATE TABLE personal_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    last_used_at TEXT
  ) STRICT;
  CREATE INDEX personal_tokens_of_user ON personal_tokens (user_id);

  CREATE TABLE access_tokens (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    description TEXT NOT NULL,
    resources TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    is_active INTEGER NOT NULL DEFAULT 1,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    last_used_at TEXT
  ) STRICT;
  CREATE INDEX access_tokens_newest ON access_tokens (organization_id, created_at DESC, id);

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bearer', 'second-factor')),
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    personal_token_id TEXT REFERENCES personal_tokens (id) ON DELETE CASCADE,
    access_token_id TEXT REFERENCES access_tokens (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (access_token_id IS NULL))
  ) STRICT;
  CREATE INDEX sessions_by_end ON sessions (expires_at);
  CREATE INDEX sessions_of_user ON sessions (user_id);
  CREATE INDEX sessions_of_personal_token ON sessions (personal_token_id);
  CREATE INDEX sessions_of_access_token ON sessions (access_token_id);

  CREATE TABLE sign_in_failures (
    username TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    name TEXT NOT NULL,
    actor TEXT NOT NULL,
    data TEXT NOT NULL,
    timestamp TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_log_newest ON audit_log (account, timestamp DESC, id DESC);
  `,
  `
  CREATE TABLE teams (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (organization_id, name)
  ) STRICT;

  CREATE TABLE team_members (
    team_id INTEGER NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (team_id, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX team_members_of_user ON team_members (user_id);

  CREATE TABLE team_repositories (
    team_id INTEGER NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    repository_id INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
    permission TEXT NOT NULL CHECK (permission IN ('read', 'write', 'admin')),
    PRIMARY KEY (team_id, repository_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX team_repositories_of_repository ON team_repositories (repository_id);

  CREATE TABLE invites (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    invitee TEXT NOT NULL,
    inviter TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'member')),
    team TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (organization_id, invitee)
  ) STRICT;

  ALTER TABLE organizations ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE memberships ADD COLUMN date_joined TEXT;

  ALTER TABLE repositories ADD COLUMN full_description TEXT NOT NULL DEFAULT '';
  ALTER TABLE repositories ADD COLUMN immutable_tags TEXT NOT NULL DEFAULT '{"enabled":false,"rules":[]}';

  CREATE TABLE tags (
    repository_id INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    pushed_at TEXT NOT NULL,
    pulled_at TEXT,
    pushed_by TEXT NOT NULL,
    PRIMARY KEY (repository_id, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tags_newest ON tags (repository_id, pushed_at);

  ALTER TABLE personal_tokens ADD COLUMN creator_ip TEXT NOT NULL DEFAULT '';
  ALTER TABLE personal_tokens ADD COLUMN creator_ua TEXT NOT NULL DEFAULT '';

  CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    access_token_id TEXT,
    actor TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('pull', 'push', 'delete')),
    repository TEXT NOT NULL,
    tag TEXT,
    digest TEXT,
    address TEXT NOT NULL,
    client TEXT NOT NULL,
    timestamp TEXT NOT NULL
  ) STRICT;
  CREATE INDEX activity_newest ON activity (account, timestamp DESC, id DESC);
  CREATE INDEX activity_of_token ON activity (access_token_id, timestamp DESC, id DESC);

  CREATE INDEX audit_log_of_action ON audit_log (account, action, timestamp DESC, id DESC);
  CREATE INDEX audit_log_of_actor ON audit_log (account, actor, timestamp DESC, id DESC);
  CREATE INDEX audit_log_of_name ON audit_log (account, name, timestamp DESC, id DESC);
  CREATE INDEX audit_log_of_action_and_actor ON audit_log (account, action, actor, timestamp DESC, id DESC);

  DROP INDEX personal_tokens_of_user;
  CREATE INDEX personal_tokens_newest ON personal_tokens (user_id, created_at DESC, id);
  CREATE INDEX invites_oldest ON invites (organization_id, created_at, id);
  CREATE INDEX users_by_email ON users (lower(email), username);
  CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_at);
  `,
]

/** Brings the database to the newest schema, each step whole or not at all. Refuses one that a newer version made. */
export function migrate(connection: Libsql.Database): void {
  const [row] = connection.prepare('PRAGMA user_version').all() as { user_version: number }[]
  const version = row?.user_version ?? 0
  if (version > migrations.length)
    throw new Error(
      `The database has schema ${version}; this version knows ${migrations.length} and leaves it alone.`,
    )
  for (const [step, sql] of migrations.entries()) {
    if (step < version) continue
    connection.transaction(() => connection.exec(`${sql}; PRAGMA user_version = ${step + 1}`)).immediate()
  }
}
