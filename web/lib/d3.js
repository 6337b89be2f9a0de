// The parts of D3 that place things: scales, stacks, symbols and calendar steps. What they need of D3 is taken into this
// module when the program is built. What it has for colours and for writing numbers and dates is left out: the style
// sheets name colours and format.js formats.

export { max, min } from 'd3-array';
export { scaleLinear } from 'd3-scale';
export {
  stack, stackOffsetDiverging, symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolStar, symbolTriangle, symbolWye,
} from 'd3-shape';
export { utcDay, utcMonth, utcYear } from 'd3-time';
