CREATE TABLE witness (        -- what the handset itself logged in a run without the agent: its access log, process starts and ends
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('access','process','dropped')),
  t INTEGER NOT NULL /* 0 where the handset gives no time */, name TEXT NOT NULL /* API or event, as the handset names it */,
  permission TEXT NOT NULL, outcome TEXT NOT NULL /* allowed|denied, or '' */, detail TEXT NOT NULL /* JSON */, hash BLOB NOT NULL
) STRICT;
