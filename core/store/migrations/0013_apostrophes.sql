-- The parser of PostgreSQL ends a word at the apostrophe of a keyboard and not at the one of a book, so that "l’aide" was
-- one word and who searched "aide" did not find it. Both end a word now.
create function spaced(written text) returns text language sql immutable parallel safe as $$
  select translate(written, '’‘ʼ', '   ')
$$;

-- As before, but for that.
create or replace function words_in(dictionary regconfig, schema jsonb, data jsonb) returns tsvector
language sql immutable parallel safe as $$
  select setweight(to_tsvector(dictionary, tandem.spaced(coalesce(data ->> (schema #>> '{x-tandem,title}'), ''))), 'A') ||
         jsonb_to_tsvector(dictionary,
                           tandem.spaced((data - (schema #>> '{x-tandem,title}')
                                - array(select p.key from jsonb_each(schema -> 'properties') p
                                        where p.value -> 'x-tandem' ? 'reference'))::text)::jsonb,
                           '["string"]')
$$;

create or replace function search_query(locale text, typed text, typing boolean) returns tsquery
language sql immutable parallel safe as $$
  select case when typing and last is not null
              then websearch_to_tsquery(dictionary, left(words, -length(last))) &&
                   (to_tsquery(dictionary, '''' || last || ''':*') ||
                    to_tsquery('tandem.tandem_other', '''' || last || ''':*'))
              else websearch_to_tsquery(dictionary, words) end
  from (select tandem.search_configuration(locale) as dictionary, words,
               substring(words from '(?:^|\s)([^-\s"''()&|!:*<>\\][^\s"''()&|!:*<>\\]*)$') as last
        -- Many hyphens in a row are as many negations to the parser, which has no room for them.
        from regexp_replace(tandem.spaced(typed), '(-\s*){2,}', '-', 'g') s (words)) t
$$;

create or replace function refresh_entry(one uuid, instant timestamptz) returns setof search_word language plpgsql as $$
begin
  return query
  with derived as materialized (
    select * from tandem.projected_at(instant) a where a.entry = one
  ), gone as (
    delete from tandem.published p
    where p.entry = one and not exists (select from derived d where d.locale = p.locale)
  ), written as (
    insert into tandem.published as p (entry, locale, type, organisation, data, revision, shared_revision, since,
                                       created_at, search, locales)
    select d.entry, d.locale, d.type, d.organisation, d.data, d.revision, d.shared_revision, d.since, d.created_at,
           d.search, d.locales
    from derived d
    where not exists (select from tandem.published k
                      where k.entry = one and k.locale = d.locale
                        and (k.revision, k.shared_revision, k.since, k.organisation, k.locales)
                            is not distinct from
                            (d.revision, d.shared_revision, d.since, d.organisation, d.locales))
    on conflict (entry, locale) do update
      set type = excluded.type, organisation = excluded.organisation, data = excluded.data,
          revision = excluded.revision, shared_revision = excluded.shared_revision, since = excluded.since,
          created_at = excluded.created_at, search = excluded.search, locales = excluded.locales
    returning p.locale, p.data
  )
  select w.locale, t.word
  from written w,
       unnest(tsvector_to_array(jsonb_to_tsvector('tandem.tandem_other', tandem.spaced(w.data::text)::jsonb, '["string"]'))) t (word)
  where length(t.word) between 4 and 60 and t.word !~ '[0-9./:@_-]';
end $$;

select rebuild_published();
