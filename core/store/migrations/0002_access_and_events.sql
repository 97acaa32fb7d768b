-- Accounts, sessions, tokens, audit, events, jobs.
create table account (
  id            uuid primary key,
  name          text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  password_hash text not null,            -- argon2id, libsodium's text form
  roles         text[] not null,
  organisation  uuid,                     -- an entry; whose content is "own"
  disabled      boolean not null default false,
  must_change   boolean not null default false, -- a one-time password that has to be changed
  created_at    timestamptz not null default clock_timestamp()
);

create table session (
  id         bytea primary key,           -- SHA-256 of the cookie's secret
  account    uuid not null references account (id),
  csrf       text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create index session_by_account on session (account);

create table api_token (
  id         uuid primary key,
  name       text not null,
  secret     bytea not null unique,       -- SHA-256 of the token
  account    uuid not null references account (id),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_token_by_account on api_token (account);

create table audit (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default clock_timestamp(),
  actor      text not null,               -- account name, or 'command line'
  action     text not null,               -- 'entry.edit', 'account.disable', …
  entry      uuid,
  locale     text,
  revision   integer,
  detail     jsonb not null default '{}',
  address    text not null default '',
  request_id text not null default ''
);
create index audit_by_entry on audit (entry, id);
create trigger audit_is_append_only before update or delete on audit
  for each row execute function refuse_change();
create trigger audit_is_never_truncated before truncate on audit
  for each statement execute function refuse_change();

-- Events, written in the transaction they tell of.
create table outbox (
  id         bigint generated always as identity primary key,
  kind       text not null,               -- 'published', 'withdrawn'
  entry      uuid not null,
  type       text not null,
  locale     text not null,
  bundle     uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz,
  attempts   integer not null default 0,
  next_try   timestamptz not null default clock_timestamp()
);
create index outbox_waiting on outbox (next_try, id) where delivered_at is null;

-- Repeated work; the row is the lock that lets one node do it.
create table job (
  name      text primary key,
  next_run  timestamptz not null default clock_timestamp(),
  last_run  timestamptz,
  last_took interval,
  last_error text
);
