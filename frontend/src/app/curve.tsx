import type { CurveBand } from "./answer";
import { Empty } from "./chip";
import { usePage } from "./page";
import { Scroll } from "./scroll";

/** Where callers gave up: of those who waited into each band, the share that left there. Pain zones are marked. */
export function Curve({ bands }: { readonly bands: readonly CurveBand[] }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  if (bands.length === 0) return <Empty title={words.nobodyWaited} />;
  const name = (band: CurveBand) =>
    band.to_s === null ? words.beyond(String(band.from_s)) : words.band(String(band.from_s), String(band.to_s));
  return (
    <Scroll label={page.catalogue.value.label("abandon_curve")}>
      <table class="rows curve">
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col" class="right">
              {words.entered}
            </th>
            <th scope="col" class="right">
              {words.answered}
            </th>
            <th scope="col" class="right">
              {words.gaveUp}
            </th>
            <th scope="col">{words.share}</th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr
              key={band.from_s}
              data-pain={band.pain ? "" : undefined}
              data-empty={band.entered === 0 ? "" : undefined}
            >
              <th scope="row">
                {name(band)}
                {band.pain && <span class="pain">{words.painZone}</span>}
              </th>
              <td class="right">{writing.count(band.entered)}</td>
              <td class="right">{writing.count(band.answered)}</td>
              <td class="right">{writing.count(band.left)}</td>
              <td>
                <span class="curve-share">
                  <span>{writing.figure(band.left_share, "share", 0.1)}</span>
                  <svg class="curve-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(band.left_share ?? 0) * 100} height="8" rx="1" />
                  </svg>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
