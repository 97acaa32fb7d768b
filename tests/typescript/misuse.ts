// What must not compile. Each line below a directive is a mistake; without one, tsc complains of the directive.
import { find, Tandem, type PageEntry, type ServiceEntry } from "./tandem.js";

export async function misuse(site: Tandem, service: ServiceEntry, page: PageEntry): Promise<void> {
  // @ts-expect-error: no such type
  await site.list("dienst");
  // @ts-expect-error: not a language of the site
  await site.list("service", { locale: "de" });
  // @ts-expect-error: no such field to filter by
  await site.list("service", { filter: { kleur: "rood" } });
  // @ts-expect-error: not a value of the enum
  await site.list("service", { filter: { cost: "gratis" } });
  // @ts-expect-error: text is no number
  await site.list("service", { filter: { position: { lte: "drie" } } });
  // @ts-expect-error: numbers have no prefix
  await site.list("service", { filter: { position: { prefix: "1" } } });
  // @ts-expect-error: a list has no order
  await site.list("service", { sort: ["phones"] });
  // @ts-expect-error: a field of another type
  await site.list("service", { sort: ["-title"] });
  // @ts-expect-error: an attribute is no relationship
  await site.list("service", { include: ["name"] });
  // @ts-expect-error: the organisation has no such relationship
  await site.list("service", { include: ["organisation.authority"] });
  // @ts-expect-error: no such field to show
  await site.list("service", { fields: { service: ["naam"] } });
  // @ts-expect-error: one entry is not sorted
  await site.get("service", "rizome-bxl", { sort: ["name"] });

  // @ts-expect-error: a field may be missing
  service.attributes.email.length;
  // @ts-expect-error: no such attribute
  service.attributes.title;
  // @ts-expect-error: a relationship is no attribute
  service.attributes.organisation;
  // @ts-expect-error: a page may have none above it
  page.relationships.parent.data.id;
  // @ts-expect-error: there are many
  service.relationships.terms.data.id;
  // @ts-expect-error: not a value of the enum
  if (page.attributes.section === "sectie") return;
  // @ts-expect-error: an item's number is text
  service.attributes.phones?.map((phone) => phone.number + 1).at(0)?.toFixed();
  // @ts-expect-error: the page is not public in that language, perhaps
  page.links["alternate-fr"].href;
  // @ts-expect-error: not a language of the site
  page.links["alternate-de"];

  const sparse = await site.list("service", { fields: { service: ["name"] } });
  // @ts-expect-error: not asked for
  sparse.data[0]?.attributes.summary;
  // @ts-expect-error: nor this
  sparse.data[0]?.relationships.organisation;
  const full = await site.list("service", { include: ["organisation"] });
  // @ts-expect-error: it may not be in the answer
  find(full, service.relationships.organisation.data).attributes;
  // @ts-expect-error: an organisation has no cost
  find(full, service.relationships.organisation.data)?.attributes.cost;
}
