-- Reviews and signatures: what people decided about a revision, and what they say of it.
create table workflow_event (
  id        bigint generated always as identity primary key,
  entry     uuid not null,
  locale    text not null,
  revision  integer not null,
  kind      text not null check (kind in ('submitted', 'withdrawn', 'approved', 'changes_requested', 'signed', 'unsigned')),
  actor     text not null,                -- account name
  account   uuid not null references account (id),
  authority text not null default '',     -- of config/roles.json: in whose name it was signed
  message   text not null default '',
  at        timestamptz not null,
  foreign key (entry, locale, revision) references revision (entry, locale, number),
  check ((authority <> '') = (kind in ('signed', 'unsigned')))
);
create index workflow_event_by_revision on workflow_event (entry, locale, revision, id);
create trigger workflow_event_is_append_only before update or delete on workflow_event
  for each row execute function refuse_change();
create trigger workflow_event_is_never_truncated before truncate on workflow_event
  for each statement execute function refuse_change();

-- Anchored to a place in a revision's data; nothing of it changes but whether it is resolved.
create table comment (
  id          uuid primary key,
  entry       uuid not null,
  locale      text not null,
  revision    integer not null,
  pointer     text not null,              -- JSON Pointer, begins with a field
  author      text not null,              -- account name
  text        text not null check (text <> ''),
  created_at  timestamptz not null,
  resolved_by text,
  resolved_at timestamptz,
  foreign key (entry, locale, revision) references revision (entry, locale, number),
  check ((resolved_by is null) = (resolved_at is null))
);
create index comment_by_variant on comment (entry, locale, id);
