/**
 * What makes each version of the schema from the one before it: the first has no tables. A step that was released never
 * changes.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `create table stream_token_namespace (
      number integer primary key,
      name text not null unique,
      epoch text not null,
      floor integer
    ) strict`,
    `create table stream_token_pair (
      namespace integer not null,
      user text not null,
      kind integer not null,
      version integer not null,
      value integer not null,
      primary key (namespace, user, kind)
    ) strict, without rowid`,
  ],
  // The log. Its entries are numbered by the changes that they have, so that its size is bounded by those.
  [
    `create table stream_token_log (
      namespace integer not null,
      at integer not null,
      id text not null,
      previous text not null,
      changes text not null,
      floor integer,
      primary key (namespace, at)
    ) strict`,
    `alter table stream_token_namespace add column at integer not null default 0`,
    `alter table stream_token_namespace add column id text not null default ''`,
    `insert into stream_token_log (namespace, at, id, previous, changes)
      select number, 0, '', '', '[]' from stream_token_namespace`,
  ],
]
