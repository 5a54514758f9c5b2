import type { SiteShown } from "../protocol";

interface OfSite {
  readonly name: string;
  readonly site?: SiteShown | null;
}

/** What a row is called: on a tile over several sites, with whose it is. */
export function named({ name, site }: OfSite): string {
  return site === null || site === undefined ? name : `${name} · ${site.name}`;
}

/** A row's key: two sites may call different things the same. */
export function keyOf(id: string, site?: SiteShown | null): string {
  return site === null || site === undefined ? id : `${site.id}/${id}`;
}
