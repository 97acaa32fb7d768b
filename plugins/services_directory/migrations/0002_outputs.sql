-- What the outputs read besides the documents of services.

-- A service's document, and when something of it last became public as it is.
create function output_of(one tandem_services_directory.service, wanted text) returns jsonb language sql stable as $$
  select tandem_services_directory.chosen(one.documents, wanted) ||
         jsonb_build_object('modified', to_char(one.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
$$;

-- A service at a location, as its service's document has it, with that document.
create function place_output_of(one tandem_services_directory.service, at uuid, wanted text) returns jsonb language sql stable as $$
  select l || jsonb_build_object('service_document', o.document)
  from (select tandem_services_directory.output_of(one, wanted) as document) o, jsonb_array_elements(o.document -> 'locations') l
  where l ->> 'id' = at::text
$$;

-- An organisation with its places and, if asked for, the services that it gives.
create function organisation_output_of(one uuid, wanted text, nested boolean) returns jsonb language sql stable as $$
  select tandem_services_directory.shown(one, wanted) || case when nested then jsonb_build_object(
    'locations', tandem_services_directory.all_shown(array(
       select entry from tandem.published where type = 'location' and data ->> 'organisation' = one::text
       group by entry order by min((data ->> 'position')::integer), entry), wanted),
    'services', (select coalesce(jsonb_agg(tandem_services_directory.output_of(s, wanted) order by s.position, s.entry), '[]')
                 from tandem_services_directory.service s where s.organisation = one)) else '{}' end
$$;

-- A term with the taxonomy it is in: target groups and authorities have the ones given, by content type.
create function term_output_of(one uuid, wanted text, made jsonb) returns jsonb language sql stable as $$
  select t || jsonb_build_object('taxonomy', coalesce(made -> (t ->> 'type'),
                                                      tandem_services_directory.shown((t ->> 'taxonomy')::uuid, wanted)))
  from tandem_services_directory.shown(one, wanted) t
$$;

-- A place with the services there, in short.
create function location_output_of(one uuid, wanted text) returns jsonb language sql stable as $$
  select tandem_services_directory.shown(one, wanted) || jsonb_build_object('services',
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', d -> 'id', 'slug', d -> 'slug', 'name', d -> 'name',
                                                                    'short_name', d -> 'short_name')) order by s.position, s.entry), '[]')
     from tandem_services_directory.service s, tandem_services_directory.chosen(s.documents, wanted) d
     where s.locations @> array[one]))
$$;
