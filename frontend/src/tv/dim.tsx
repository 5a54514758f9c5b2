import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Dimming } from "../protocol";
import { isDimmed, localTimes } from "./local_time";
import { useStage } from "./stage";

/** A veil outside the hours in which somebody looks. The figures under it go on. */
export function Dim({ dimming, zone }: { readonly dimming: Dimming | null; readonly zone: string }) {
  const { second } = useStage();
  const local = useMemo(() => localTimes(zone), [zone]);
  const dark = useComputed(() => isDimmed(dimming, local(second.value)));
  if (dimming === null || !dark.value) return null;
  return <div class="dim" aria-hidden="true" data-dim="" style={{ opacity: String(1 - dimming.brightness) }} />;
}
