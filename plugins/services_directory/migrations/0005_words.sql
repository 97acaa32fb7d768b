-- Phrases within one text, words that were passed over, and corrections from the words of the directory.

-- What of the words typed the search passes over: what says nothing in one of the languages, such as "les" or "het".
create function tandem_services_directory.ignored(typed text, typing boolean, locales text[]) returns text[] language plpgsql stable as $$
begin
  return array(select p.part from tandem_services_directory.typed_parts(typed) p
               where p.part ~ '[[:alnum:]]'
                 and exists (select from unnest(locales) l where numnode(tandem.search_query(l, p.part, typing and p.last)) = 0)
               order by p.number);
end $$;

-- The "phrases" typed, each in the form that it has in one of the languages; or those that must not be there.
create function tandem_services_directory.phrases(typed text, locales text[], unwanted boolean) returns tsquery[] language plpgsql stable as $$
declare
  one text;
  form tsquery;
  forms tsquery[] := '{}';
begin
  for one in select ltrim(p.part, '-') from tandem_services_directory.typed_parts(typed) p
             where p.part like case when unwanted then '-"%' else '"%' end
               and not exists (select from unnest(locales) l where numnode(tandem.search_query(l, p.part, false)) = 0)
             order by p.number loop
    select string_agg('(' || tandem.search_query(l, one, false)::text || ')', '|')::tsquery into form from unnest(locales) l;
    forms := forms || form;
  end loop;
  return forms;
end $$;

-- Whether one of the texts of these entries has each of the phrases, and none has one of the unwanted. `service.words`
-- cannot say so: there the end of one text stands beside the beginning of the next.
create function tandem_services_directory.has_phrases(entries uuid[], wanted tsquery[], unwanted tsquery[]) returns boolean
language plpgsql stable as $$
begin
  return not exists (select from unnest(wanted) f
                     where not exists (select from tandem_services_directory.passage p where p.entry = any (entries) and p.words @@ f))
         and not exists (select from unnest(unwanted) f, tandem_services_directory.passage p where p.entry = any (entries) and p.words @@ f);
end $$;

-- As before, but that has_phrases() looks for phrases that must not be there: what asks for nothing else fits all.
create or replace function tandem_services_directory.asked(typed text, typing boolean, locales text[], any_part boolean) returns tsquery
language plpgsql stable as $$
declare
  one record;
  l text;
  part tsquery;
  form tsquery;
  whole tsquery;
begin
  for one in select * from tandem_services_directory.typed_parts(typed) order by number loop
    continue when any_part and one.part like '-%';
    part := null;
    foreach l in array locales loop
      form := tandem.search_query(l, one.part, typing and one.last);
      if numnode(form) = 0 then
        part := null;
        exit;
      end if;
      part := case when part is null then form when one.part like '-%' then part && form else part || form end;
    end loop;
    continue when part is null;
    if one.part like '-"%' then part := '!''"'''; end if; -- no text has that
    whole := case when whole is null then part when any_part then whole || part else whole && part end;
  end loop;
  return whole;
end $$;

-- What was typed with words that no service has replaced by the one of the directory that is most like each; null when
-- there is nothing to replace. Short words, those with digits and those that are passed over stay. `locales` has
-- 'shared' too: tandem.search_word has the words of the whole site, of which only those count that find a service.
create or replace function tandem_services_directory.corrected(typed text, typing boolean, locales text[]) returns text
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  ignored constant text[] := tandem_services_directory.ignored(typed, typing, locales);
  one record;
  form tsquery;
  other text;
  better text;
  whole text := '';
  found_better boolean := false;
begin
  for one in select p.*, lower(public.unaccent(p.part)) as folded from tandem_services_directory.typed_parts(typed) p order by p.number loop
    better := null;
    if one.part ~ '^[^-"0-9][^"0-9]{3,}$' and not one.part = any (ignored) then
      form := tandem_services_directory.asked(one.part, typing and one.last, locales, false);
      if not exists (select from tandem_services_directory.service s where s.words @@ form) then
        for other in select w.word from tandem.search_word w
                     where w.locale = any (locales) and one.folded operator(public.%) w.word
                       and public.similarity(one.folded, w.word) >= 0.4
                     group by w.word
                     order by public.similarity(one.folded, w.word) desc, w.word loop
          form := tandem_services_directory.asked(other, false, locales, false);
          if exists (select from tandem_services_directory.service s where s.words @@ form) then
            better := other;
            exit;
          end if;
        end loop;
      end if;
    end if;
    found_better := found_better or better is not null;
    whole := whole || case when one.number = 1 then '' else ' ' end || coalesce(better, one.part);
  end loop;
  return case when found_better then whole end;
end $$;
