-- Which roles an account holds, each perhaps narrowed. Null: not narrowed.
create table role_grant (
  account      uuid not null references account (id),
  position     integer not null,
  role         text not null,             -- of config/roles.json
  organisation uuid,                      -- an entry: only what is this organisation's; also what is "own" here
  types        text[],
  locales      text[],                    -- of what is written; reading is not narrowed by it
  entries      uuid[],
  authority    text,                      -- of config/roles.json: in whose name the holder signs
  primary key (account, position)
);
insert into role_grant (account, position, role)
  select a.id, r.position, r.role from account a, unnest(a.roles) with ordinality r (role, position);
alter table account drop column roles;

-- What a token may do at most, as JSON (permissions and scope); null: all that its account may.
alter table api_token add column scope jsonb, add column last_used_at timestamptz;

-- The audit is one chain: each line's hash covers that of the line before it. `hash` is null in lines from before
-- this migration until the program has sealed them.
alter table audit add column hash bytea check (octet_length(hash) = 32);
create index audit_by_actor on audit (actor, id);
create index audit_by_action on audit (action, id);

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'audit' and tg_op = 'UPDATE' then
    if old.hash is null and new.hash is not null and to_jsonb(old) - 'hash' = to_jsonb(new) - 'hash' then
      return new; -- sealing is not changing
    end if;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- The end of the chain: the row that whoever appends holds until commit.
create table audit_end (
  one    boolean primary key default true check (one),
  number bigint not null,
  hash   bytea                            -- null: nothing is sealed yet
);
insert into audit_end (number) select coalesce(max(id), 0) from audit;
