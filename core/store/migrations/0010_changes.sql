-- What became public or ceased to be, numbered in the order of commits (the row of audit_end is held while numbers are
-- given): who has read up to a number has missed nothing before it.
create table change (
  number   bigint primary key,
  at       timestamptz not null default clock_timestamp(),
  kind     text not null check (kind in ('published', 'withdrawn', 'all')),
  entry    uuid references entry (id),
  type     text,
  locale   text,
  revision integer,                       -- what became public
  bundle   uuid references bundle (id),
  check ((kind = 'all') = (entry is null)),
  check ((entry is null) = (type is null) and (entry is null) = (locale is null)),
  check ((kind = 'published') = (revision is not null))
);
create trigger change_is_append_only before update or delete on change
  for each row execute function refuse_change();
create trigger change_is_never_truncated before truncate on change
  for each statement execute function refuse_change();

-- What is public already, so that who follows the changes from the beginning learns of all there is.
insert into change (number, at, kind, entry, type, locale, revision, bundle)
select row_number() over (order by lower(p.during), p.entry, p.locale), lower(p.during), 'published', p.entry, e.type,
       p.locale, p.revision, p.bundle
from publication p join entry e on e.id = p.entry
where upper_inf(p.during);
