import { Empty } from "../chip";
import { usePage } from "../page";
import type { BoardOption, Fleet, ScreenListed } from "./fleet";
import { type Act, ScreenRow } from "./screen_row";

interface Props {
  readonly fleet: Fleet;
  readonly options: readonly BoardOption[];
  readonly act: ((act: Act, screen: ScreenListed) => void) | null;
  /** Whether the server has not answered since: what stands here is old. */
  readonly silent: boolean;
}

/** Every screen, and how many of them are live. */
export function FleetRows({ fleet, options, act, silent }: Props) {
  const page = usePage();
  const words = page.words.value.screensRoom;
  const count = (number: number) => page.writing.value.count(number);
  const live = fleet.screens.filter((screen) => screen.state === "live").length;
  return (
    <section aria-labelledby="fleet">
      <div class="section-head">
        <h2 id="fleet">{words.fleet}</h2>
        {fleet.screens.length > 0 && <span>{words.liveOf(count(live), count(fleet.screens.length))}</span>}
      </div>
      {fleet.screens.length === 0 ? (
        <Empty title={words.none} hint={words.noneHint} />
      ) : (
        <ul class="fleet-rows" data-silent={silent ? "" : undefined}>
          {fleet.screens.map((screen) => (
            <ScreenRow key={screen.id} screen={screen} at={fleet.at} options={options} act={act} />
          ))}
        </ul>
      )}
    </section>
  );
}
