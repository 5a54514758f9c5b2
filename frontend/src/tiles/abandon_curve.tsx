import type { AbandonCurveTile, BandShown } from "../protocol";
import { useStage } from "../tv/stage";
import { ems } from "../width";
import { Empty } from "./empty";
import { Icon } from "./icon";

/** Below this many the share is chance: drawn hollow. */
const FEW = 10;

/** Where callers give up: of those who waited into a band, the share that left in it. Pain zones carry a mark. */
export function AbandonCurve({ tile }: { readonly tile: AbandonCurveTile }) {
  const { format } = useStage();
  const { words } = format;
  if (tile.bands.length === 0)
    return (
      <div class="room">
        <Empty text={words.noCurve} />
      </div>
    );
  const most = highest(tile.bands);
  return (
    <div class="curve-room">
      <ol class="curve" aria-label={words.curveAxis}>
        {tile.bands.map((band) => (
          <Band key={band.from_s} band={band} most={most} />
        ))}
      </ol>
      <p class="curve-note">
        <span>{words.gaveUp(format.count(tile.left), format.count(tile.left + tile.answered))}</span>
        {tile.zones_s.length > 0 && (
          <span class="curve-key">
            <Icon name="warning" />
            {words.painFrom(tile.zones_s.map((zone) => format.duration(zone * 1000)).join(", "))}
          </span>
        )}
      </p>
    </div>
  );
}

/** What a whole bar stands for. A share of few does not make the others small. */
function highest(bands: readonly BandShown[]): number {
  const many = bands.filter((band) => band.entered >= FEW);
  return Math.max(0.05, ...(many.length > 0 ? many : bands).map((band) => band.left_share ?? 0));
}

function Band({ band, most }: { readonly band: BandShown; readonly most: number }) {
  const { format } = useStage();
  const { words } = format;
  const to = band.to_s === null ? null : format.count(band.to_s);
  const share = band.left_share === null ? words.dash : format.share(band.left_share);
  const end = words.bandEnd(to, format.count(band.from_s));
  return (
    <li
      class="band"
      data-pain={band.pain ? "" : undefined}
      data-few={band.entered < FEW ? "" : undefined}
      data-value={band.left_share ?? ""}
      aria-label={`${words.band(format.count(band.from_s), to)}: ${share}, ${words.gaveUp(format.count(band.left), format.count(band.entered))}`}
    >
      <span class="band-bar" aria-hidden="true">
        {band.pain && <Icon name="warning" />}
        <span class="band-share" style={{ "--ems": ems(share).toFixed(2) }}>
          {share}
        </span>
        <span
          class="band-fill"
          style={{ height: `${(Math.min(1, (band.left_share ?? 0) / most) * 100).toFixed(1)}%` }}
        />
      </span>
      <span class="band-end" aria-hidden="true" style={{ "--ems": ems(end).toFixed(2) }}>
        {end}
      </span>
    </li>
  );
}
