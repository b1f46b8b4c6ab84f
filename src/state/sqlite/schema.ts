/**
 * The tables of `.keyturn/state.db`.
 *
 * Every row names its owner in columns of their own, as bytes of UTF-8 (a text column ends at a NUL). Nothing here outlives its time: each table has an expiry, and
 * `pending` has one of its own. Losing the file loses the place in a dialogue, nothing else.
 */

/** Written to `user_version`; a file with a higher number was made by a newer Keyturn. */
export const STATE_SCHEMA_VERSION = 1

/** Creates what is missing; run in one transaction at every opening, so several processes may open a new file at once. */
export const STATE_SCHEMA = `
CREATE TABLE IF NOT EXISTS conversations (
  formation       BLOB    NOT NULL,
  user            BLOB    NOT NULL,
  conversation    BLOB    NOT NULL,
  version         INTEGER NOT NULL DEFAULT 0,
  record          BLOB,
  parked          BLOB,
  pending         BLOB,
  pending_until   INTEGER,
  fence           INTEGER NOT NULL DEFAULT 0,
  lease_token     TEXT,
  lease_until     INTEGER,
  last_save       TEXT,
  expires_at      INTEGER NOT NULL,
  PRIMARY KEY (formation, user, conversation)
) STRICT;
CREATE INDEX IF NOT EXISTS conversations_expiry ON conversations (expires_at);
CREATE INDEX IF NOT EXISTS conversations_pending ON conversations (pending_until) WHERE pending_until IS NOT NULL;

CREATE TABLE IF NOT EXISTS answers (
  formation       BLOB    NOT NULL,
  user            BLOB    NOT NULL,
  conversation    BLOB    NOT NULL,
  message         BLOB    NOT NULL,
  sealed          BLOB    NOT NULL,
  expires_at      INTEGER NOT NULL,
  PRIMARY KEY (formation, user, conversation, message)
) STRICT;
CREATE INDEX IF NOT EXISTS answers_expiry ON answers (expires_at);

CREATE TABLE IF NOT EXISTS waiters (
  number          INTEGER PRIMARY KEY AUTOINCREMENT,
  formation       BLOB    NOT NULL,
  user            BLOB    NOT NULL,
  conversation    BLOB    NOT NULL,
  place           BLOB    NOT NULL,
  expires_at      INTEGER NOT NULL,
  UNIQUE (formation, user, conversation, place)
) STRICT;
CREATE INDEX IF NOT EXISTS waiters_expiry ON waiters (expires_at);

CREATE TABLE IF NOT EXISTS tokens (
  formation       BLOB    NOT NULL,
  user            BLOB    NOT NULL,
  name            BLOB    NOT NULL,
  revision        INTEGER NOT NULL,
  sealed          BLOB,
  expires_at      INTEGER NOT NULL,
  PRIMARY KEY (formation, user, name)
) STRICT;
CREATE INDEX IF NOT EXISTS tokens_expiry ON tokens (expires_at);

CREATE TABLE IF NOT EXISTS flights (
  formation       BLOB    NOT NULL,
  user            BLOB    NOT NULL,
  name            BLOB    NOT NULL,
  leader          TEXT    NOT NULL,
  outcome         BLOB,
  expires_at      INTEGER NOT NULL,
  PRIMARY KEY (formation, user, name)
) STRICT;
CREATE INDEX IF NOT EXISTS flights_expiry ON flights (expires_at);
`
