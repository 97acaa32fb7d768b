-- Accounts that are invited, sessions that can be told apart, a second factor.

-- A session has a name of its own, apart from its secret.
alter table session drop constraint session_pkey;
alter table session rename column id to secret; -- SHA-256 of the cookie's secret
alter table session
  add unique (secret),
  add column id           uuid primary key default gen_random_uuid(),
  add column last_used_at timestamptz not null default clock_timestamp(), -- to the minute
  add column address      text not null default '', -- where it was begun
  add column user_agent   text not null default '';
alter table session alter column id drop default;

-- Links by which the holder of an account sets a password, each once.
create table account_link (
  secret     bytea primary key,           -- SHA-256 of the link's secret
  account    uuid not null references account (id),
  made_by    text not null,               -- account name, or 'command line'
  made_at    timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index account_link_by_account on account_link (account);

-- Codes from an authenticator app (RFC 6238). Null in confirmed_at: set up, and not shown to work yet.
create table second_factor (
  account      uuid primary key references account (id),
  secret       text not null,             -- base32; it cannot be hashed, since codes are made from it
  confirmed_at timestamptz,
  last_step    bigint                     -- of the last code that was accepted: none is accepted twice
);
create table recovery_code (
  account uuid not null references account (id),
  hash    bytea not null,                 -- SHA-256; the row goes when the code is used
  primary key (account, hash)
);
