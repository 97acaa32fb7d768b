/** Names of the content types. */
export type TypeName = keyof Types;
export type AttributeName<T extends TypeName> = keyof Types[T]["attributes"] & string;
export type RelationshipName<T extends TypeName> = keyof Types[T]["relationships"] & string;
export type FieldName<T extends TypeName> = AttributeName<T> | RelationshipName<T>;

/** Names an entry. */
export interface Identifier<T extends TypeName = TypeName> {
  type: T;
  /** UUID. */
  id: string;
}
/** A relationship to one entry. */
export interface One<T extends TypeName> {
  data: Identifier<T>;
}
/** A relationship to one entry, or none. */
export interface OneOrNone<T extends TypeName> {
  data: Identifier<T> | null;
}
/** A relationship to any number of entries, in their order. */
export interface Many<T extends TypeName> {
  data: Identifier<T>[];
}
/** The type that a relationship leads to. */
export type TargetOf<T extends TypeName, R extends RelationshipName<T>> =
  Types[T]["relationships"][R] extends { data: infer D }
    ? D extends Identifier<infer U>[] ? U : D extends Identifier<infer U> ? U : never
    : never;

/** An entry in one of the languages it is public in. */
export interface Alternate {
  /** Address in this API, by slug where the entry has one. */
  href: string;
  rel: "alternate";
  hreflang: Locale;
  meta: {
    slug?: string;
    /** RFC 3339. Not there for a draft in a preview. */
    published_at?: string;
  };
}
export type EntryLinks = { self: string } & { [L in Locale as `alternate-${L}`]?: Alternate };

/** An entry as it is read in one language: the fields of that language and the shared ones. F: the fields shown. */
export type Entry<T extends TypeName, F extends FieldName<T> = FieldName<T>> = {
  type: T;
  /** UUID. */
  id: string;
  attributes: Pick<Types[T]["attributes"], F & keyof Types[T]["attributes"]>;
  links: EntryLinks;
  meta: {
    /** The language of what is shown: another than asked for where the entry is not public in that one. */
    locale: Locale;
    /** Number of the revision in that language. */
    revision?: number;
    /** Since when this is public, RFC 3339. Not there for a draft in a preview. */
    published_at?: string;
  };
} & Related<Pick<Types[T]["relationships"], F & keyof Types[T]["relationships"]>>;
type Related<R> = keyof R extends never ? { relationships?: never } : { relationships: R };

/** Fields to show of each type; types that are not named show all. */
export type Sparse = { readonly [T in TypeName]?: readonly FieldName<T>[] };
export type Shown<T extends TypeName, S extends Sparse> =
  S[T] extends readonly (infer F extends FieldName<T>)[] ? Entry<T, F> : Entry<T>;
type ShownOfAny<S extends Sparse> = { [T in TypeName]: Shown<T, S> }[TypeName];

/** What a field can be compared with: a value, or a value for each operator. All of them must fit. */
export type EqualFilter<V> = V | { eq?: V; ne?: V; in?: readonly V[] };
export type OrderFilter<V> = V | { eq?: V; ne?: V; in?: readonly V[]; lt?: V; lte?: V; gt?: V; gte?: V };
export type TextFilter<V extends string = string> =
  | V
  | { eq?: V; ne?: V; in?: readonly V[]; lt?: V; lte?: V; gt?: V; gte?: V; contains?: string; prefix?: string };
export type Filters<T extends TypeName> = Types[T]["filters"] & {
  id?: string | { eq?: string; in?: readonly string[] };
};
/** The name of a field; `-` before it turns the order. */
export type SortKey<T extends TypeName> = Types[T]["sort"] | `-${Types[T]["sort"]}`;

type Less = [never, 0, 1, 2];
/** "organisation", "recognitions.authority": relationships of relationships, up to three levels. */
export type IncludePath<T extends TypeName, Levels extends 0 | 1 | 2 | 3 = 3> = Levels extends 0
  ? never
  : { [R in RelationshipName<T>]: R | `${R}.${IncludePath<TargetOf<T, R>, Less[Levels]>}` }[RelationshipName<T>];

export interface EntryQuery<T extends TypeName, S extends Sparse = {}> {
  /** Language to read; else that of the client, else what `Accept-Language` asks for. */
  locale?: Locale;
  /** Read what was public at this instant: RFC 3339, or a date. */
  at?: string | Date;
  include?: readonly IncludePath<T>[];
  /** With the languages of every entry of a list and of what is included, in `links`. A single entry has them anyway. */
  alternates?: boolean;
  fields?: S;
}
export interface ListQuery<T extends TypeName, S extends Sparse = {}> extends EntryQuery<T, S> {
  filter?: Filters<T>;
  sort?: readonly SortKey<T>[];
  /** Words to search for. */
  q?: string;
  /** `after` and `before` are cursors out of `links.next` and `links.prev`; `pages` follows them by itself. */
  page?: { size?: number; total?: boolean; after?: string; before?: string };
}

/** What every answer has. */
export interface Answer {
  jsonapi: { version: string };
  /** Strong validator of these very bytes; see `Options.known`. None in a preview. */
  etag: string | null;
}
export interface EntryAnswer<T extends TypeName, S extends Sparse = {}> extends Answer {
  data: Shown<T, S>;
  /** Only with `include`; an entry that is `data` itself is not repeated: `find` looks in both. */
  included?: ShownOfAny<S>[];
  links: { self: string };
}
export interface ListAnswer<T extends TypeName, S extends Sparse = {}> extends Answer {
  data: Shown<T, S>[];
  included?: ShownOfAny<S>[];
  links: { self: string; first: string; prev: string | null; next: string | null };
  /** `total` only when asked for. */
  meta: { locale: Locale; total?: number };
}
/** Where an entry can be read, for a sitemap or a feed. */
export interface SitemapItem<T extends TypeName = TypeName> extends Identifier<T> {
  links: EntryLinks;
  /** When what the public reads last changed, in any language; RFC 3339. */
  meta: { published_at: string };
}
export interface SitemapAnswer<T extends TypeName> extends Answer {
  data: SitemapItem<T>[];
  links: { self: string; first: string; next: string | null };
}

/** One mistake, as JSON:API says it. */
export interface Mistake {
  /** HTTP status. */
  status: string;
  /** Name of the mistake, which stays the same. */
  code: string;
  title: string;
  detail: string;
  source?: { pointer?: string; parameter?: string };
  meta?: Record<string, unknown>;
}
/** The server answered, but not with what was asked for. (When it cannot be reached, fetch throws its own error.) */
export class TandemError extends Error {
  override readonly name = "TandemError";
  /** HTTP status. */
  readonly status: number;
  /** Empty when the answer was not Tandem's, but that of a proxy. */
  readonly errors: readonly Mistake[];
  /** Seconds to wait before asking again, where the answer says so (429, 503). */
  readonly retryAfter: number | undefined;
  constructor(status: number, errors: readonly Mistake[], retryAfter?: number) {
    super(errors.map((one) => `${one.title}: ${one.detail}`).join("; ") || `HTTP status ${status}`);
    this.status = status;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

export interface Settings {
  /** Language of questions that name none. */
  locale?: Locale;
  /** Sent with every question. */
  headers?: Record<string, string>;
  fetch?: typeof globalThis.fetch;
}
export interface Options<A> {
  signal?: AbortSignal;
  /** An earlier answer to the same question: when nothing has changed, it is the answer again, and no body is sent. */
  known?: A;
}

/** A question about any type. */
interface Question {
  locale?: string;
  at?: string | Date;
  include?: readonly string[];
  alternates?: boolean;
  fields?: object;
  filter?: object;
  sort?: readonly string[];
  q?: string;
  page?: object;
}

/** Reads what is public. `base` is the address of the site without `/api/v1`. */
export class Tandem {
  readonly #base: string;
  readonly #settings: Settings;

  constructor(base: string, settings: Settings = {}) {
    this.#base = base.replace(/\/+$/, "");
    this.#settings = settings;
  }

  /** A page of the entries of a type. */
  list<T extends TypeName, S extends Sparse = {}>(
    type: T, query: ListQuery<T, S> = {}, options: Options<ListAnswer<T, S>> = {},
  ): Promise<ListAnswer<T, S>> {
    return this.#ask(`/api/v1/${type}${this.#search(query)}`, options);
  }

  /** One entry, by its id or slug. A former slug leads to where the entry is now. */
  get<T extends TypeName, S extends Sparse = {}>(
    type: T, idOrSlug: string, query: EntryQuery<T, S> = {}, options: Options<EntryAnswer<T, S>> = {},
  ): Promise<EntryAnswer<T, S>> {
    return this.#ask(`/api/v1/${type}/${encodeURIComponent(idOrSlug)}${this.#search(query)}`, options);
  }

  /** A page, and those after it. */
  async *pages<T extends TypeName, S extends Sparse = {}>(
    type: T, query: ListQuery<T, S> = {}, options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<ListAnswer<T, S>, void, undefined> {
    let page = await this.list(type, query, options);
    yield page;
    while (page.links.next !== null) {
      page = await this.#ask<ListAnswer<T, S>>(page.links.next, options);
      yield page;
    }
  }

  /** Every entry on these pages. */
  async *entries<T extends TypeName, S extends Sparse = {}>(
    type: T, query: ListQuery<T, S> = {}, options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<Shown<T, S>, void, undefined> {
    for await (const page of this.pages(type, query, options)) yield* page.data;
  }

  /** Every public entry, of these types or of all, with its languages, slugs and addresses. */
  async *sitemap<T extends TypeName = TypeName>(
    types: readonly T[] = [], options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<SitemapItem<T>, void, undefined> {
    const only = types.length > 0 ? `?${new URLSearchParams({ "filter[type][in]": types.join(",") })}` : "";
    let next: string | null = `/api/v1/sitemap${only}`;
    while (next !== null) {
      const page: SitemapAnswer<T> = await this.#ask<SitemapAnswer<T>>(next, options);
      yield* page.data;
      next = page.links.next;
    }
  }

  async #ask<A extends Answer>(path: string, options: Options<A>): Promise<A> {
    const headers: Record<string, string> = { Accept: "application/vnd.api+json", ...this.#settings.headers };
    if (options.known?.etag) headers["If-None-Match"] = options.known.etag;
    const send = this.#settings.fetch ?? fetch;
    const response = await send(this.#base + path, { headers, signal: options.signal ?? null });
    if (response.status === 304 && options.known) return options.known;
    const body = await response.json().catch(() => undefined);
    if (!response.ok || body === undefined) {
      const wait = response.headers.get("Retry-After");
      throw new TandemError(response.status, body?.errors ?? [], wait === null ? undefined : Number(wait));
    }
    return { ...body, etag: response.headers.get("ETag") };
  }

  #search(query: Question): string {
    const search = new URLSearchParams();
    const locale = query.locale ?? this.#settings.locale;
    if (locale !== undefined) search.set("locale", locale);
    if (query.at !== undefined) search.set("at", query.at instanceof Date ? query.at.toISOString() : query.at);
    if (query.q !== undefined) search.set("q", query.q);
    if (query.alternates) search.set("alternates", "true");
    if (query.include?.length) search.set("include", query.include.join(","));
    if (query.sort?.length) search.set("sort", query.sort.join(","));
    for (const [type, fields] of Object.entries(query.fields ?? {}))
      if (fields !== undefined) search.set(`fields[${type}]`, String(fields)); // with commas, as every list
    for (const [name, value] of Object.entries(query.page ?? {}))
      if (value !== undefined) search.set(`page[${name}]`, String(value));
    for (const [field, wanted] of Object.entries(query.filter ?? {})) {
      if (typeof wanted !== "object" || wanted === null) {
        if (wanted !== undefined) search.set(`filter[${field}]`, String(wanted));
        continue;
      }
      for (const [operator, value] of Object.entries(wanted))
        if (value !== undefined) search.set(`filter[${field}][${operator}]`, String(value));
    }
    const text = search.toString();
    return text && `?${text}`;
  }
}

/** The entry that a relationship names, if the answer has it (see `include`). */
export function find<E extends Identifier, T extends E["type"]>(
  answer: { data: E | E[]; included?: E[] }, identifier: { type: T; id: string } | null,
): Extract<E, { type: T }> | undefined {
  const all = (Array.isArray(answer.data) ? answer.data : [answer.data]).concat(answer.included ?? []);
  return all.find((one) => one.type === identifier?.type && one.id === identifier.id) as
    Extract<E, { type: T }> | undefined;
}
