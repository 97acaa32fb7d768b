-- Files: kept once each, by the SHA-256 of their bytes. The bytes lie in the file store (core/media), not here.
create table file (
  sha256     text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes      bigint not null check (bytes > 0),
  media_type text not null,               -- found from the content
  width      integer check (width > 0),   -- in pixels, upright; null: it is no picture
  height     integer check (height > 0),
  preview    text not null default '',    -- a data URI; '': none
  stored_at  timestamptz not null default clock_timestamp(),
  kept_at    timestamptz not null default clock_timestamp(), -- when somebody last brought it
  check ((width is null) = (height is null))
);
create index file_by_age on file (stored_at, sha256);

-- Which revisions name a file. Revisions stay, so a file with a row here does.
create table revision_file (
  sha256 text not null references file (sha256),
  entry  uuid not null,
  locale text not null,
  number integer not null,
  primary key (sha256, entry, locale, number),
  foreign key (entry, locale, number) references revision (entry, locale, number)
);
create index revision_file_by_revision on revision_file (entry, locale, number);

-- Uploads. `received` are bytes that are safe in the part file; all of them only when the file is kept.
create table upload (
  id         uuid primary key,
  account    uuid not null references account (id),
  name       text not null,
  bytes      bigint not null check (bytes > 0),
  received   bigint not null default 0 check (received between 0 and bytes),
  file       text references file (sha256) on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  check ((received = bytes) = (file is not null))
);
create index upload_by_account on upload (account);
create index upload_by_file on upload (file);
create index upload_by_end on upload (expires_at);

-- The public rows whose revisions name a file. In PL/pgSQL, which keeps its plan.
create function public_rows_naming(hash text)
returns table (entry uuid, locale text, data jsonb) language plpgsql stable rows 10 as $$
begin
  return query
  select p.entry, p.locale, p.data
  from tandem.revision_file f
  join tandem.published p on p.entry = f.entry
  where f.sha256 = hash
    and case f.locale when 'shared' then p.shared_revision = f.number
                      else p.locale = f.locale and p.revision = f.number end;
end $$;
