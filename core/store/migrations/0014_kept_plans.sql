-- Short questions about the projection that every publication asks. In PL/pgSQL, which keeps its plans: to plan looks at
-- every index of `published` and takes ten times as long as the answer.
create function public_among(entries uuid[]) returns setof uuid language plpgsql stable as $$
begin
  return query select distinct p.entry from tandem.published p where p.entry = any (entries);
end $$;
create function public_slugs(entries uuid[]) returns table (type text, slug text) language plpgsql stable as $$
begin
  return query select distinct p.type, p.data ->> 'slug' from tandem.published p
               where p.entry = any (entries) and p.data ? 'slug';
end $$;
