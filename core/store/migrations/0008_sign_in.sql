-- Signing in: attempts that failed, pending sign-ins with an OpenID Connect provider, identities.

-- How often a name was tried in vain from an address. Only a hash of both is kept: people type passwords into the
-- wrong box, and names that do not exist are counted like those that do.
create table sign_in_attempt (
  pair         bytea primary key,         -- SHA-256 of the name as typed and the address
  failures     integer not null,
  last_failure timestamptz not null
);
create index sign_in_attempt_by_age on sign_in_attempt (last_failure);

alter table account add column oidc_allowed boolean not null default false; -- may sign in with the provider
alter table session add column second_factor boolean not null default false; -- was given at sign-in

-- Sign-ins that were sent to the provider and have not come back.
create table oidc_login (
  state      bytea primary key,           -- SHA-256 of the parameter state
  browser    bytea not null,              -- SHA-256 of the cookie that was set where it began
  nonce      text not null,
  verifier   text not null,               -- of PKCE
  expires_at timestamptz not null
);
create index oidc_login_by_age on oidc_login (expires_at);

-- Whom the provider means by a subject. One identity of a provider for an account: who takes over a name at the
-- provider does not take over the account.
create table oidc_identity (
  issuer    text not null,
  subject   text not null,
  account   uuid not null references account (id),
  linked_at timestamptz not null default clock_timestamp(),
  primary key (issuer, subject),
  unique (account, issuer)
);
