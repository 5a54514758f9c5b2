import { useStage } from "../tv/stage";
import { ems } from "../width";

/** The time at the site, by the server's clock. */
export function ClockFace() {
  const { format, second } = useStage();
  const now = second.value;
  const time = format.clock(now);
  return (
    <div class="figure-room">
      <div class="figure-line clock-line">
        <time class="figure" style={{ "--ems": ems(time).toFixed(2) }}>
          {time}
        </time>
        <p class="clock-day">{format.day(now)}</p>
      </div>
    </div>
  );
}
