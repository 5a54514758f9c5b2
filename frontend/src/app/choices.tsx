import { WINDOWS } from "./answer";
import { usePage } from "./page";
import { windowOf } from "./requests";
import { namesSite, toView } from "./route";

/** The name of the site, or a choice among them. */
export function SiteChoice() {
  const page = usePage();
  const words = page.words.value;
  const sites = page.sites.value ?? [];
  const route = page.route.value;
  const name = sites.find((site) => site.id === route.site)?.name ?? (namesSite(route) ? route.site : words.title);
  if (sites.length < 2) return <p class="site">{name}</p>;
  return (
    <label class="site">
      <span class="unseen">{words.site}</span>
      <select
        value={route.site ?? ""}
        onChange={(event) => page.go(toView({ ...route, site: event.currentTarget.value }, "overview"))}
      >
        {sites.map((site) => (
          <option key={site.id} value={site.id}>
            {site.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Over which period figures are counted. */
export function PeriodChoice() {
  const page = usePage();
  const words = page.words.value;
  return (
    <label class="choice">
      <span>{words.period}</span>
      <select
        data-choice="window"
        value={windowOf(page.route.value)}
        onChange={(event) => page.choose({ window: event.currentTarget.value })}
      >
        {WINDOWS.map((window) => (
          <option key={window} value={window}>
            {words.windows[window]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface FilterProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}

/** One of the view's filters, kept in the address. A chosen value that is gone stays visible. */
export function Filter({ name, label, options }: FilterProps) {
  const page = usePage();
  const chosen = page.route.value.query[name] ?? "";
  const known = chosen === "" || options.some(([value]) => value === chosen);
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        data-choice={name}
        value={chosen}
        onChange={(event) => page.choose({ [name]: event.currentTarget.value })}
      >
        <option value="">{page.words.value.all}</option>
        {!known && <option value={chosen}>{chosen}</option>}
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
