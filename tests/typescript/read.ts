// A public site's questions, asked with the client that `tandem types typescript` writes.
import { find, Tandem, TandemError, type ServiceEntry } from "./tandem.js";

declare const process: { argv: string[] };
function assert(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`FAILED: ${what}`);
}

const base = process.argv[2];
assert(base, "usage: read.js ADDRESS");
const site = new Tandem(base, { locale: "nl" });

// One directory in two languages.
const dutch = await site.list("service");
const french = await site.list("service", { locale: "fr", sort: ["-name"] });
assert(dutch.data.length === 6 && french.data.length === 6, "six services in each language");
assert(dutch.meta.locale === "nl" && french.data.every((one) => one.meta.locale === "fr"), "each in its own");
const names = (services: ServiceEntry[]) => services.map((one) => one.attributes.name);
assert(names(dutch.data).includes("Dienst voor Sociale Reïntegratie") === false, "merged with another since");
assert(names(french.data).includes("Rizome-Bxl"), names(french.data).join());
assert((await site.list("service", { at: "2015-01-01" })).data.length === 7, "seven in 2015");

// Relationships lead to what was included.
const withBoth = await site.list("service", { include: ["organisation", "recognitions.authority"] });
for (const service of withBoth.data) {
  const organisation = find(withBoth, service.relationships.organisation.data);
  assert(organisation && organisation.attributes.name.length > 0, `${service.attributes.name} has its organisation`);
  for (const identifier of service.relationships.recognitions.data) {
    const recognition = find(withBoth, identifier);
    assert(recognition, "and its recognitions");
    const authority = find(withBoth, recognition.relationships.authority.data);
    assert(authority?.attributes.name, "and theirs");
  }
}

const nested = await site.list("page", { include: ["parent.parent"], filter: { slug: { prefix: "a" } } });
assert(nested.data.length > 0, "from one to the next, also where there may be none");

// Filters, sparse fields, search.
const free = await site.list("service", { filter: { cost: "free", position: { lte: 3 } }, page: { total: true } });
assert(free.meta.total === free.data.length && free.data.every((one) => one.attributes.cost === "free"), "free help");
const narrow = await site.list("service", { filter: { name: { contains: "reintegratie" } } });
assert(narrow.data.every((one) => /re[iï]ntegratie/i.test(one.attributes.name)), "whatever the accents");
const inside = await site.list("service", { filter: { places_of_work: { in: ["home", "prison"] } } });
assert(inside.data.every((one) => one.attributes.places_of_work?.some((at) => at === "home" || at === "prison")), "in");
const sparse = await site.list("service", { fields: { service: ["name", "organisation"] } });
for (const one of sparse.data) {
  assert(one.attributes.name && one.relationships.organisation.data.type === "organisation", "what was asked for");
  assert(Object.keys(one.attributes).join() === "name" && !("terms" in one.relationships), "and no more");
}
assert((await site.list("page", { q: "gevangenissen" })).data.length > 0, "search knows forms of words");
const notes = await site.list("note", { alternates: true, include: ["pages"] });
assert(notes.data.every((one) => one.links["alternate-fr"]?.href && !one.links["alternate-fr"].meta.slug), "no slug");
assert(notes.included?.every((one) => one.links["alternate-nl"]?.href), "nor do the pages go without");
assert((await site.list("note")).data.every((one) => !one.links["alternate-fr"]), "only when asked for");

// Page by page, and entry by entry.
const seen = new Set<string>();
let pages = 0;
for await (const page of site.pages("page", { sort: ["title"], page: { size: 4 } })) {
  pages += 1;
  for (const one of page.data) {
    assert(!seen.has(one.id), "no entry twice");
    seen.add(one.id);
  }
}
let entries = 0;
for await (const one of site.entries("page", { locale: "fr" })) entries += one.attributes.title ? 1 : 0;
assert(pages > 2 && seen.size === entries, `${seen.size} entries on ${pages} pages, ${entries} in French`);

// One entry: by slug, by a former slug, by id; and where it is in the other language.
const about = await site.get("page", "over-ons");
assert((await site.get("page", "wie-zijn-wij")).data.id === about.data.id, "a former slug leads on");
const there = about.data.links["alternate-fr"];
assert(there?.hreflang === "fr" && there.meta.slug, "the page is public in French");
const a_propos = await site.get("page", there.meta.slug, { locale: "fr" });
assert(a_propos.data.id === about.data.id && a_propos.data.meta.locale === "fr", "under its slug there");
assert((await (await fetch(base + there.href)).json()).data.id === about.data.id, "and its address");
assert((await site.get("page", about.data.id)).data.attributes.title === about.data.attributes.title, "by id");

// Nothing has changed: the same answer again.
assert((await site.get("page", "over-ons", {}, { known: about })) === about, "304 by slug");
assert((await site.list("service", {}, { known: dutch })) === dutch, "304 of a list");
assert((await site.list("service", { locale: "fr" }, { known: dutch })) !== dutch, "another question, another answer");

// The sitemap has every page, once.
let mapped = 0;
for await (const item of site.sitemap(["page"])) {
  assert(item.type === "page" && item.links["alternate-nl"]?.href && item.meta.published_at, "with its addresses");
  mapped += 1;
}
assert(mapped === seen.size, `${mapped} pages in the sitemap`);

// Mistakes are values one can look into.
const mistake = async (asked: Promise<unknown>): Promise<TandemError> => {
  try {
    await asked;
  } catch (error) {
    if (error instanceof TandemError) return error;
    throw error;
  }
  throw new Error("FAILED: it was answered");
};
const missing = await mistake(site.get("service", "bestaat-niet"));
assert(missing.status === 404 && missing.errors[0]?.code === "not_found", missing.message);
const early = await mistake(site.list("service", { at: "2999-01-01" }));
assert(early.status === 400 && early.errors[0]?.source?.parameter === "at", early.message);
console.log("typescript: passed");
