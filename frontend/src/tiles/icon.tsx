/** Shapes that differ without colour. Drawn, not typed: no typeface on a television can lack them. */
const SHAPES = {
  ok: "M8 .8a7.2 7.2 0 1 1 0 14.400A7.200 7.200 0 0 1 8 .8zm3.300 3.900L6.900 9.200 4.800 7.100 3.400 8.500l3.500 3.500 5.800-5.900z",
  warning: "M8 1.8 15 14H1z",
  critical: "M8 .8 15.2 8 8 15.2.8 8z",
  no_data: "M2 6.8h12v2.4H2z",
  live: "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z",
  stale: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm-.9 1.8h1.8v3l2 1.5-1 1.5-2.8-2.1z",
  lost: "M2.6 1.2 14.8 13.4l-1.4 1.4L1.2 2.6zM8 3c2.700 0 5.100 1 7 2.700l-1.400 1.500A8.200 8.200 0 0 0 8.700 5.100L6.700 3.100zM3.500 5.400 5 6.900a8 8 0 0 0-2.600 1.600L1 7a10 10 0 0 1 2.500-1.600zM8 12.300l2 2-2 1.700-2-1.700z",
  message: "M2 2h12v9.500H8.500L5 15v-3.500H2zm2 2v5.500h3v1.200l1.200-1.200H12V4z",
  back: "M10.500 2.500 12 4 8 8l4 4-1.500 1.500L5 8z",
  on: "M5.500 2.500 4 4l4 4-4 4 1.500 1.500L11 8z",
  paused: "M3.500 2.500h3.200v11H3.500zM9.300 2.500h3.200v11H9.300z",
  muted:
    "M7.500 2v12L4 10.500H1v-5h3zM9.300 6l1.200-1.200L12.200 6.500l1.700-1.700L15.100 6l-1.700 1.700 1.700 1.700-1.200 1.200-1.700-1.700-1.700 1.700-1.200-1.200L11 7.700z",
  turning:
    "M8 1.200a6.800 6.800 0 1 1 0 13.600A6.800 6.800 0 0 1 8 1.200zm-.9 2.600v4.800l3.700 2.200.9-1.500-2.800-1.700V3.800z",
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" data-icon={name}>
      <path fill-rule="evenodd" d={SHAPES[name]} />
    </svg>
  );
}
