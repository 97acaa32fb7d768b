-- Bundles that wait for their time. A bundle may publish and withdraw, and knows where it found readers sent.
alter table bundle drop constraint bundle_kind_check;
alter table bundle add constraint bundle_kind_check
  check (kind in ('publish', 'unpublish', 'mixed', 'undo', 'import'));
alter table bundle add column successors_before jsonb not null default '{}'; -- entry → entry or null

create table scheduled_bundle (
  id          uuid primary key,           -- of the bundle too, once it is carried out
  kind        text not null check (kind in ('publish', 'unpublish', 'mixed')),
  items       jsonb not null check (jsonb_typeof(items) = 'array'),
  entries     uuid[] not null,            -- of the items, to find others that touch them
  message     text not null,
  force       boolean not null,
  account     uuid not null references account (id), -- in whose name it is carried out
  author      text not null,              -- its name then
  at          timestamptz not null,
  state       text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'cancelled')),
  attempts    integer not null default 0, -- that came to nothing for a reason that may pass
  next_try    timestamptz not null,       -- at first `at`
  problem     jsonb,                      -- why it failed
  created_at  timestamptz not null,
  finished_at timestamptz,
  check ((state = 'waiting') = (finished_at is null)),
  check ((state = 'failed') = (problem is not null))
);
create index scheduled_bundle_waiting on scheduled_bundle (at, id) where state = 'waiting';
create index scheduled_bundle_entries on scheduled_bundle using gin (entries) where state = 'waiting';
