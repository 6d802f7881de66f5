-- One run, one file. Rows of chained tables carry `n` (position in the one hash chain of the run) and
-- `hash` = SHA-256(0x00 || previous hash || canonical bytes of the row); docs/trace-schema.md has the details.
-- Times are whole microseconds of the handset's native monotonic clock unless the name says otherwise.

CREATE TABLE meta (           -- facts about the run: app, handset, branch, scenario, tools, environment
  n INTEGER NOT NULL UNIQUE, key TEXT PRIMARY KEY, value TEXT NOT NULL /* JSON */, hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (       -- one agent session per app process
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, pid INTEGER NOT NULL, runtime TEXT NOT NULL,
  started INTEGER NOT NULL, wall_ms INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT;

CREATE TABLE session_ends (   -- how a session ended and its loss account: emitted = stored + coalesced + dropped + lost + rejected
                              -- `missing`: sequence numbers (accesses and markers) that never arrived
  n INTEGER PRIMARY KEY, session TEXT NOT NULL UNIQUE, ended INTEGER NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('flushed','killed-after-flush','lost')), reason TEXT NOT NULL,
  emitted INTEGER NOT NULL, stored INTEGER NOT NULL, coalesced INTEGER NOT NULL, dropped INTEGER NOT NULL,
  lost INTEGER NOT NULL, rejected INTEGER NOT NULL, hook_errors INTEGER NOT NULL, tail_known INTEGER NOT NULL,
  missing INTEGER NOT NULL DEFAULT 0, hash BLOB NOT NULL
) STRICT;

CREATE TABLE stacks (         -- each distinct stack once; frames = JSON [[class, method, file, line], ...] innermost first
  n INTEGER PRIMARY KEY, session TEXT NOT NULL, id INTEGER NOT NULL, frames TEXT NOT NULL, cut INTEGER NOT NULL,
  hash BLOB NOT NULL, UNIQUE (session, id)
) STRICT;

CREATE TABLE accesses (
  n INTEGER PRIMARY KEY, session TEXT NOT NULL, seq INTEGER NOT NULL, t INTEGER NOT NULL, row TEXT NOT NULL,
  overload TEXT NOT NULL, types TEXT NOT NULL /* ids joined by ';' */, tid INTEGER NOT NULL, thread TEXT NOT NULL,
  stack INTEGER NOT NULL, args TEXT NOT NULL /* JSON */, outcome TEXT NOT NULL,
  value_hmac TEXT /* HMAC-SHA-256 hex under the run's key */, value_mask TEXT,
  canaries TEXT /* JSON: `n` of the canaries found in the value; null when none */, error TEXT,
  inner TEXT NOT NULL /* JSON */, count INTEGER NOT NULL, hash BLOB NOT NULL, UNIQUE (session, seq)
) STRICT;
CREATE INDEX accesses_t ON accesses (t);

CREATE TABLE markers (
  n INTEGER PRIMARY KEY, session TEXT NOT NULL, seq INTEGER NOT NULL, t INTEGER NOT NULL, tid INTEGER NOT NULL,
  marker TEXT NOT NULL, data TEXT NOT NULL /* JSON */, hash BLOB NOT NULL, UNIQUE (session, seq)
) STRICT;

CREATE TABLE hook_coverage (  -- latest row per (session, row) wins
  n INTEGER PRIMARY KEY, session TEXT NOT NULL, row TEXT NOT NULL, status TEXT NOT NULL, overloads INTEGER NOT NULL,
  reason TEXT, self_tested INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT;

CREATE TABLE phase_changes (  -- the three axes; a state holds from `t` until the next change of the same axis and scope
  n INTEGER PRIMARY KEY, axis TEXT NOT NULL CHECK (axis IN ('consent','permission','app')),
  scope TEXT NOT NULL DEFAULT '' /* permission axis: the perm.* group */, state TEXT NOT NULL, t INTEGER NOT NULL,
  uncertainty INTEGER NOT NULL /* +- microseconds */, source TEXT NOT NULL, detail TEXT NOT NULL /* JSON */, hash BLOB NOT NULL
) STRICT;

CREATE TABLE steps (          -- what the controller did, and business functions; `closed` null = a point in time
  n INTEGER PRIMARY KEY, id INTEGER NOT NULL, edge TEXT NOT NULL CHECK (edge IN ('open','close','point')),
  kind TEXT NOT NULL /* launch|tap|text|back|background|foreground|lock|kill|step|wait|screen|consent|note */,
  name TEXT NOT NULL, t INTEGER NOT NULL, detail TEXT NOT NULL /* JSON; kind step: {"justifies":[types]} */, hash BLOB NOT NULL
) STRICT;

CREATE TABLE screens (        -- files under screens/, named by number, never by app text
  n INTEGER PRIMARY KEY, t INTEGER NOT NULL, png TEXT, png_sha256 TEXT, source TEXT, source_sha256 TEXT,
  detail TEXT NOT NULL /* JSON: recogniser's reading and reasons */, hash BLOB NOT NULL
) STRICT;

CREATE TABLE canaries (       -- what was planted, as keyed hashes
  n INTEGER PRIMARY KEY, type TEXT NOT NULL, value_hmac TEXT NOT NULL, value_mask TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;

CREATE TABLE limits (         -- what this run could not see or do; types = data types it touches, JSON, [] = all
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL /* handset-limit|environment|evidence|budget */, code TEXT NOT NULL,
  types TEXT NOT NULL, detail TEXT NOT NULL /* JSON */, hash BLOB NOT NULL
) STRICT;

CREATE TABLE clock_samples (  -- host clock against handset clock, by Cristian's method
  n INTEGER PRIMARY KEY, session TEXT NOT NULL, host_us INTEGER NOT NULL, handset_us INTEGER NOT NULL, error_us INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;

CREATE TABLE rejected (       -- messages that failed the schema: counted, never interpreted
  n INTEGER PRIMARY KEY, session TEXT NOT NULL, at_host_us INTEGER NOT NULL, reason TEXT NOT NULL, bytes INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT;

CREATE TABLE seal (           -- written once, when the run closes: rows and head of the chain; `hash` goes one step on, over the seal itself
  id INTEGER PRIMARY KEY CHECK (id = 1), rows INTEGER NOT NULL, head BLOB NOT NULL, outcome TEXT NOT NULL, closed_wall_ms INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
