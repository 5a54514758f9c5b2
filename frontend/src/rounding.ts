/**
 * To so many decimals, to the nearest; but never rounded onto or across the goal: 79.6 has not reached 80. Products of
 * binary fractions are first brought back to the decimal number that was meant.
 */
export function nearest(value: number, decimals: number, goal: number | null): number {
  const factor = 10 ** decimals;
  const exact = Number((value * factor).toFixed(6));
  const target = goal === null ? null : Number((goal * factor).toFixed(6));
  let whole = Math.round(exact);
  if (target !== null && exact < target && whole >= target) whole = Math.floor(exact);
  if (target !== null && exact > target && whole <= target) whole = Math.ceil(exact);
  return whole / factor + 0; // never -0
}

/** Two decimals, and below a tenth as many as show two digits. */
export function decimalsOf(value: number): number {
  if (value === 0) return 2;
  return Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(Math.abs(value)))));
}
