-- One sentence that cannot be indexed, and one entry that cannot be read, no longer stop the memory. See memory/ in the
-- plugin.

-- GiST keeps the trigrams of a text, three bytes each and about one for each character, and a row of an index has to fit
-- its page of 8 kB: longer sentences are found word for word (memory_exact), and not by likeness.
drop index tandem_translation.memory_like;
create index memory_like on tandem_translation.memory
  using gist (source_locale, target_locale, words, normal public.gist_trgm_ops (siglen = 256))
  where octet_length(normal) <= 2000;

create or replace function tandem_translation.memory_candidates(asked text, asked_words integer, at_least integer,
                                                                from_locale text, to_locale text, most integer)
returns table (id bigint) language plpgsql stable as $$
begin
  return query
  (select m.id from tandem_translation.memory m
   where md5(m.normal) = md5(asked) and m.normal = asked and m.source_locale = from_locale and m.target_locale = to_locale
   order by m.since desc, m.id limit most)
  union all
  (select m.id from tandem_translation.memory m
   where m.normal <> asked and m.source_locale = from_locale and m.target_locale = to_locale
     and octet_length(m.normal) <= 2000
     and m.words between ceil(asked_words * at_least / 100.0)::integer and floor(asked_words * 100.0 / at_least)::integer
   order by m.normal operator(public.<->) asked limit most);
end $$;

-- Entries that wait behind this one, oldest first: who reads them goes past those that fail.
drop function tandem_translation.memory_waiting(integer);
create function tandem_translation.memory_waiting(most integer, after_since timestamptz, after_entry uuid)
returns table (entry uuid, since timestamptz) language plpgsql stable as $$
begin
  return query select p.entry, p.since from tandem_translation.memory_pending p
  where (p.since, p.entry) > (after_since, after_entry) order by p.since, p.entry limit most;
end $$;
