-- What the generated content is made of; see generate.sh. Functions of one expression, which PostgreSQL puts in place.
create schema if not exists bench;
create or replace function bench.id(n bigint) returns uuid language sql immutable as
  $$ select ('0192e000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
-- A name that nobody has: five of twenty syllables.
create or replace function bench.syllable(n bigint) returns text language sql immutable as
  $$ select substr('balirumesatodemikanofegupirewotyzehavine', (1 + 2 * (n % 20))::int, 2) $$;
create or replace function bench.name(n bigint) returns text language sql immutable as
  $$ select initcap(bench.syllable(n) || bench.syllable(n / 20) || bench.syllable(n / 400) || bench.syllable(n / 8000) ||
                    bench.syllable(n / 160000)) $$;
create or replace function bench.sentence(locale text, n bigint) returns text language sql immutable as
  $$ select case locale when 'nl' then (array[
       'De hulp begint met een gesprek over wat er gebeurd is.',
       'Een dienst geeft advies over schulden en werk.',
       'Wie vrijkomt, zoekt eerst onderdak.',
       'De familie vraagt hoe het bezoek verloopt.',
       'Zonder identiteitspapieren is er geen uitkering.',
       'De cursus Nederlands begint in september.',
       'Op feestdagen is er geen permanentie.',
       'Een geïnterneerde heeft een eigen raadsman.',
       'Thuis onder toezicht staan vraagt een dagindeling.',
       'De eerste afspraak is gratis en vertrouwelijk.',
       'Kinderen komen op woensdag op bezoek.',
       'De zorgverlener spreekt Frans en Arabisch.'])[1 + n % 12]
     else (array[
       'L’aide commence par un entretien sur ce qui s’est passé.',
       'Un service donne des conseils sur les dettes et le travail.',
       'Qui est libéré cherche d’abord un logement.',
       'La famille demande comment se déroule la visite.',
       'Sans papiers d’identité, il n’y a pas d’allocation.',
       'Le cours de français reprend en septembre.',
       'Les jours fériés, il n’y a pas de permanence.',
       'Une personne internée a son propre conseil.',
       'La surveillance à domicile impose un horaire.',
       'Le premier rendez-vous est gratuit et confidentiel.',
       'Les enfants viennent en visite le mercredi.',
       'Le soignant parle néerlandais et arabe, sans naïveté.'])[1 + n % 12] end $$;
create or replace function bench.data(n bigint, locale text, revision int) returns jsonb language sql immutable as
  $$ select case when locale = 'shared'
       then jsonb_build_object('pages', jsonb_build_array((array['014170e2-9700-7001-8000-000000000015',
              '014170e2-9700-7001-8000-000000000017'])[1 + n % 2]), 'position', n % 100)
       else jsonb_build_object(
         'title', left(bench.sentence(locale, n * 7 + n / 12), -1) || ' (' || n || ', ' || revision || ')',
         'body', 'Atelier ' || bench.name(n / 10) || '. ' || bench.sentence(locale, n) || ' ' ||
           bench.sentence(locale, n / 3) || ' ' || bench.sentence(locale, n / 5) || ' ' || bench.sentence(locale, n / 7) ||
           ' ' || bench.sentence(locale, n / 11) || ' ' || bench.sentence(locale, n / 13) ||
           case when n % 100 = 7 then ' (woonplaats)' else '' end || ' ' || revision || '.') end $$;
insert into bundle (id, kind, author, created_at) values (bench.id(0), 'import', 'bench', now()) on conflict do nothing;
