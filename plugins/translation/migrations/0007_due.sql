-- When what is not done is due, by the calendar of Brussels; and when somebody's task is done. Runs in
-- tandem_translation.

-- The day that an instant falls on.
create function day_of(at timestamptz) returns date language sql immutable as $$
  select (at at time zone 'Europe/Brussels')::date
$$;

-- Since when the public has had to do with an older text in a language, or without the language; null: it need not.
create function public_since(one uuid, language text) returns timestamptz language plpgsql stable as $$
declare
  behind timestamptz;
begin
  select p.since into behind from tandem_translation.period p
  where p.entry = one and p.locale = language and upper_inf(p.during);
  if found then
    return behind;
  end if;
  if not exists (select from tandem_translation.period x where x.entry = one and upper_inf(x.during)) then
    return null;
  end if;
  return coalesce((select max(upper(y.during)) from tandem.publication y where y.entry = one and y.locale = language),
                  (select min(lower(x.during)) from tandem.publication x where x.entry = one and x.locale <> 'shared'));
end $$;

-- The last day that the policy of a type leaves a language; null: it sets none. `grace`: days by type, see Policies.
create function due(one uuid, language text, type text, grace jsonb) returns date language plpgsql stable as $$
declare
  days integer := case when grace ? type then (grace ->> type)::integer else (grace ->> '*')::integer end;
begin
  if days is null then
    return null;
  end if;
  return tandem_translation.day_of(tandem_translation.public_since(one, language)) + days;
end $$;

-- Takes away the assignments of these entries that are done: the language says what the others say, as a draft and
-- (where something is public) to the public too. Until then they stay, however often the source changes.
create function forget_done(changed uuid[]) returns void language plpgsql as $$
begin
  delete from tandem_translation.assignment a
  where a.entry = any (changed)
    and exists (select from tandem_translation.standing s
                where s.entry = a.entry and s.locale = a.locale and s.status <> 'stale')
    and case when exists (select from tandem_translation.period x where x.entry = a.entry and upper_inf(x.during))
             then exists (select from tandem_translation.period d
                          where d.entry = a.entry and d.locale = a.locale and upper_inf(d.during) and d.status <> 'stale')
             else true end;
end $$;
