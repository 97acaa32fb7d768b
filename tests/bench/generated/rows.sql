-- The notes numbered :first to :last, all their rows at once. Triggers and foreign keys are not asked: the rows are right
-- by the way they are made.
set session_replication_role = replica; set synchronous_commit = off; set search_path = tandem, public;
insert into entry (id, type, created_at)
  select bench.id(n), 'note', '2015-01-01Z'::timestamptz + n * interval '1 minute' from generate_series(:first, :last) n;
create temp table one as
  select n, bench.id(n) as entry, locale, last, bench.data(n, locale, last) as data
  from generate_series(:first, :last) n, (values ('shared', 2), ('nl', 4), ('fr', 4)) v (locale, last);
insert into variant (entry, locale, head, last, head_hash) select entry, locale, last, last, decode(repeat('00', 32), 'hex') from one;
insert into revision (entry, locale, number, parent, data, author, message, created_at, hash)
  select entry, locale, k, nullif(k - 1, 0),
         case when locale = 'shared' then data else data || jsonb_build_object('title', left(data ->> 'title', -2) || k || ')') end,
         'bench', 'herzien', '2015-01-02Z'::timestamptz + n * interval '1 minute' + k * interval '1 day', decode(repeat('00', 32), 'hex')
  from one, generate_series(1, last) k;
insert into publication (entry, locale, revision, during, bundle, search)
  select o.entry, o.locale, o.last, tstzrange('2016-01-01Z'::timestamptz + n * interval '1 minute', null), bench.id(0),
         search_vector(o.locale, t.schema, o.data)
  from one o, content_type t where t.name = 'note';
insert into reference (entry, locale, published, path, target)
  select entry, locale, published, '/pages/0', (data -> 'pages' ->> 0)::uuid
  from one, (values (true), (false)) v (published) where locale = 'shared';
insert into published (entry, locale, type, data, revision, shared_revision, since, created_at, search, locales)
  select l.entry, l.locale, 'note', s.data || l.data, l.last, s.last, '2016-01-01Z'::timestamptz + l.n * interval '1 minute',
         '2015-01-01Z'::timestamptz + l.n * interval '1 minute', p.search, array['fr', 'nl']
  from one l join one s on s.n = l.n and s.locale = 'shared'
  join publication p on p.entry = l.entry and p.locale = l.locale
  where l.locale <> 'shared';
drop table one;
