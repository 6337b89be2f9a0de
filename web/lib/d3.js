// The parts of D3 that place things: scales, stacks, symbols and calendar steps. D3 is published for browsers as plain
// scripts that add to one global object; they are imported for that effect, each after those it leans on. What it has
// for colours and for writing numbers and dates is left out: the style sheets name colours and format.js formats.

import 'd3-array';
import 'd3-interpolate';
import 'd3-time';
import 'd3-path';
import 'd3-scale';
import 'd3-shape';

/** @typedef {typeof import('d3-array') & typeof import('d3-scale') & typeof import('d3-shape') & typeof import('d3-time')} D3 */

/** @type {D3} */
const d3 = /** @type {any} */ (globalThis).d3;

export const {
  max, min, scaleBand, scaleLinear, stack, stackOffsetDiverging, symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare,
  symbolStar, symbolTriangle, symbolWye, utcDay, utcMonth, utcYear,
} = d3;
