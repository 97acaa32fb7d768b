-- What was decided about revisions before they went public, and what was said about drafts.
create table workflow_event (
  id        bigint generated always as identity primary key,
  entry     uuid not null,
  locale    text not null,
  revision  integer not null,
  step      text not null check (step in ('submitted', 'withdrawn', 'approved', 'changes_requested', 'signed',
                                          'signature_withdrawn')),
  actor     text not null,                -- account name
  authority text not null default '',     -- in whose name it was signed
  message   text not null default '',
  at        timestamptz not null,
  foreign key (entry, locale, revision) references revision (entry, locale, number)
);
create index workflow_event_by_variant on workflow_event (entry, locale, id);
create trigger workflow_event_is_append_only before update or delete on workflow_event
  for each row execute function refuse_change();
create trigger workflow_event_is_never_truncated before truncate on workflow_event
  for each statement execute function refuse_change();

create table comment (
  id          uuid primary key,
  entry       uuid not null,
  locale      text not null,
  revision    integer not null,           -- the one that was read
  pointer     text not null,              -- JSON pointer into its fields
  author      text not null,
  text        text not null,
  created_at  timestamptz not null,
  resolved_by text,
  resolved_at timestamptz,
  foreign key (entry, locale, revision) references revision (entry, locale, number),
  check ((resolved_by is null) = (resolved_at is null))
);
create index comment_by_variant on comment (entry, locale, id);
