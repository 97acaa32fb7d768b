-- Webhooks: who is told of publications, and what became of each telling.
create table webhook (
  id               uuid primary key,
  url              text not null,
  events           text[] not null,       -- 'published', 'withdrawn'
  types            text[] not null,       -- content types; empty: all
  secret           text not null,         -- signs what is sent, so it is kept in clear; shown once
  enabled          boolean not null default true,
  disabled_because text,                  -- for people: who switched it off, or since when and why it fails
  created_by       text not null,
  created_at       timestamptz not null default clock_timestamp(),
  check (enabled = (disabled_because is null))
);

-- One row a webhook and event: first what waits, then the log of what became of it. Written in the transaction that
-- the event tells of; sent without one, under a lease that runs out should its node die.
create table webhook_delivery (
  id            uuid primary key default gen_random_uuid(),
  position      bigint generated always as identity unique, -- the order in which events of an entry are told
  webhook       uuid not null references webhook (id) on delete cascade,
  event         text not null check (event in ('published', 'withdrawn', 'ping')),
  entry         uuid,                     -- this and the next three: null for a ping
  type          text,
  locale        text,
  bundle        uuid,
  occurred_at   timestamptz not null default clock_timestamp(),
  state         text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts      integer not null default 0, -- since the webhook was last enabled
  next_try      timestamptz not null default clock_timestamp(),
  claimed_until timestamptz,              -- the lease of the node that sends it
  failing_since timestamptz,              -- its first failure since the webhook was last enabled
  tried_at      timestamptz,
  took_ms       integer,
  last_status   integer,                  -- of the answer, if there was one
  last_error    text,
  check ((event = 'ping') = (entry is null))
);
create index webhook_delivery_due on webhook_delivery (next_try, position) where state = 'waiting';
create index webhook_delivery_in_order on webhook_delivery (webhook, entry, position) where state = 'waiting';
create index webhook_delivery_claimed on webhook_delivery (claimed_until) where claimed_until is not null;
create index webhook_delivery_log on webhook_delivery (webhook, position);
create index webhook_delivery_over on webhook_delivery (tried_at) where state <> 'waiting';
