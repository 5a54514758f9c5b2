/** Shapes that differ without colour. Drawn, not typed: no typeface on a television can lack them. */
const SHAPES = {
  ok: "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8zm3.3 3.9L6.9 9.2 4.8 7.1 3.4 8.5l3.5 3.5 5.8-5.9z",
  warning: "M8 1.8 15 14H1z",
  critical: "M8 .8 15.2 8 8 15.2.8 8z",
  no_data: "M2 6.8h12v2.4H2z",
  live: "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z",
  stale: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm-.9 1.8h1.8v3l2 1.5-1 1.5-2.8-2.1z",
  lost: "M2.6 1.2 14.8 13.4l-1.4 1.4L1.2 2.6zM8 3c2.7 0 5.1 1 7 2.7l-1.4 1.5A8.2 8.2 0 0 0 8.7 5.1L6.7 3.1zM3.5 5.4 5 6.9a8 8 0 0 0-2.6 1.6L1 7a10 10 0 0 1 2.5-1.6zM8 12.3l2 2-2 1.7-2-1.7z",
  message: "M2 2h12v9.5H8.5L5 15v-3.5H2zm2 2v5.5h3v1.2l1.2-1.2H12V4z",
  back: "M10.5 2.5 12 4 8 8l4 4-1.5 1.5L5 8z",
  on: "M5.5 2.5 4 4l4 4-4 4 1.5 1.5L11 8z",
  paused: "M3.5 2.5h3.2v11H3.5zM9.3 2.5h3.2v11H9.3z",
  muted:
    "M7.5 2v12L4 10.5H1v-5h3zM9.3 6l1.2-1.2L12.2 6.5l1.7-1.7L15.1 6l-1.7 1.7 1.7 1.7-1.2 1.2-1.7-1.7-1.7 1.7-1.2-1.2L11 7.7z",
  turning: "M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2zm-.9 2.6v4.8l3.7 2.2.9-1.5-2.8-1.7V3.8z",
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" data-icon={name}>
      <path fill-rule="evenodd" d={SHAPES[name]} />
    </svg>
  );
}
